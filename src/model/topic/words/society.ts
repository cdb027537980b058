import type { Seeds } from './seeds.ts';

/** News, public life, learning and belief. */
export const societyWords = {
  'news-media': {
    sure: `newspaper breaking_news latest_news journalist journalism news_agency newsroom editor_chief headline editorial_board world_news
      local_news news_story opinion_column correspondent press_freedom op_ed news_headline top_story news_update daily_news news_video
      reuters associated_press bbc_news cnn fact_check news_world coronavirus_news zeitung nachrichten journalismus schlagzeile redaktion_zeitung
      tageszeitung actualite actualites presse_quotidienne journalisme noticias periodico periodista titulares ultima_hora giornale notizie
      giornalista krant nieuws jornal`,
    some: `news headlines reporter journal politics_news columnist editorial opinion press report_news breaking coverage investigation newsletter
      pandemic covid coronavirus minister_say police_say prime_minister president_say world politics business_news analysis say_official
      weather_forecast live_update obituary protest killed presse prensa stampa kommentar zeitschrift lockdown vaccine`,
  },
  politics: {
    sure: `election parliament senator congressman senate prime_minister political_party democrat republican legislation democracy
      foreign_policy ballot campaign_election left_wing right_wing conservative_party labour_party white_house trump biden obama liberal
      politician policymaker geopolitics european_union united_nation diplomat bundestag bundestagswahl politik partei_politik wahlkampf
      assemblee_nationale election_presidentielle depute parlement elecciones gobierno partido_politico senado parlamento elezioni
      governo verkiezingen tweede_kamer impeachment voter`,
    some: `political politics government vote minister president policy congress governor mayor conservative progressive activist
      reform immigration sanction treaty foreign_minister politique politica regierung wahl gouvernement candidate war israel ukraine iraq`,
  },
  'public-administration': {
    sure: `federal_government government_agency public_sector city_council county_government department_justice state_department ministry
      civil_service public_administration gov_uk citizen_service official_website municipal permit_application driver_license passport_application
      tax_return social_security public_service government_service federal_register public_record freedom_information census police_department
      fire_department town_hall city_hall secretary_state government_information consulate embassy behorde stadtverwaltung rathaus burgerservice
      landkreis ministerium mairie prefecture service_public administration_publique ayuntamiento ministerio tramites comune_di ministero
      gemeente overheid prefeitura government_website`,
    some: `government federal agency department_health council county state_government municipality official regulation public_notice
      citizen public_safety permit license_application grant_program attorney_general procurement tender_public gemeinde administration
      commission office_government resident legislation statute national_archive`,
  },
  law: {
    sure: `attorney lawyer law_firm personal_injury litigation plaintiff defendant supreme_court court_case legal_advice legal_service divorce_lawyer
      criminal_defense barrister solicitor jurisdiction statute immigration_lawyer intellectual_property patent_attorney copyright_law
      class_action bankruptcy_attorney legal_aid notary judge_court court_appeal legal_counsel human_rights court_order law_school
      rechtsanwalt anwaltskanzlei strafrecht arbeitsrecht gericht_urteil notar avocat cabinet_avocat droit_travail tribunal notaire
      abogado despacho_juridico derecho_penal juzgado bufete avvocato studio_legale diritto advocaat rechtbank advogado direito`,
    some: `legal law court judge justice lawsuit sue legislation trial verdict legal_rights prosecutor contract_law compensation_claim
      settlement testimony constitutional crime criminal amendment appeal recht gesetz juridique juridico legale kanzlei`,
  },
  education: {
    sure: `university college_student undergraduate graduate_school curriculum tuition scholarship classroom elementary_school high_school
      primary_school secondary_school kindergarten homework teacher_training online_course e_learning elearning faculty_member semester
      bachelor_degree master_degree campus admission_requirement school_district exam_preparation lesson_plan tutoring student_loan alumni
      distance_learning language_course universitat hochschule studium grundschule gymnasium lehrer unterricht schuler universite lycee
      etudiant enseignement ecole_primaire formation_professionnelle universidad estudiante colegio escuela profesor_clase bachillerato
      universita studente scuola onderwijs leerling basisschool universidade escola ensino`,
    some: `student school education teacher teaching learning course academic degree lecture training exam class study_program learner
      academy professor diploma pupil schule ausbildung ecole cours curso educacion faculty bildung`,
  },
  science: {
    sure: `scientific_research physicist chemistry quantum_mechanics astrophysics astronomy genome molecular biologist neuroscience telescope
      spacecraft nasa particle_physics mathematics theorem laboratory_experiment peer_review geology paleontology evolutionary ecology_species
      microbiology biochemistry hypothesis_test journal_article dinosaur fossil galaxy planet_orbit nobel_prize linguistics anthropology archaeology
      archaeologist wissenschaftler physik chemie biologie astronomie mathematik forschungsinstitut chercheur physique_quantique chimie
      recherche_scientifique cientifico fisica quimica astronomia investigacion_cientifica scienziato ricerca_scientifica wetenschap
      natuurkunde ciencia`,
    some: `research science scientist physics biology experiment laboratory theory species study_find researcher atom cell_biology protein
      climate_science space_mission satellite dna gene math equation forschung recherche scientifique scientifico`,
  },
  'environment-and-energy': {
    sure: `climate_change global_warming renewable_energy solar_panel solar_energy wind_turbine wind_farm carbon_emission greenhouse_gas sustainability
      biodiversity deforestation conservation_wildlife recycling fossil_fuel oil_gas nuclear_power electric_grid power_plant natural_gas
      carbon_footprint energy_efficiency national_park_conservation wetland endangered_species pollution waste_management heat_pump photovoltaic
      biomass klimawandel klimaschutz erneuerbare_energien solaranlage photovoltaik umweltschutz windkraft naturschutz changement_climatique
      energie_renouvelable developpement_durable panneau_solaire cambio_climatico energia_renovable energia_solar medio_ambiente
      cambiamento_climatico energie_rinnovabili duurzaamheid zonnepanelen`,
    some: `environment environmental energy climate solar emission sustainable conservation wildlife ecosystem green_energy electricity
      carbon recycle ocean umwelt energie ecologie energia wildlife_habitat`,
  },
  religion: {
    sure: `church bible gospel jesus christ_lord parish catholic protestant baptist methodist lutheran diocese bishop_church pastor sermon
      scripture holy_spirit worship_service prayer_request synagogue rabbi torah mosque quran islam muslim buddhism buddhist hindu_temple
      meditation_dharma theology theologian evangelical missionary monastery ministry_church salvation kirche gemeinde_kirche gottesdienst
      evangelisch katholisch bistum pfarrei eglise paroisse diocese_catholique messe_dimanche iglesia parroquia evangelio catolica
      chiesa parrocchia vangelo kerk igreja`,
    some: `faith god worship prayer spiritual christian religion religious ministry congregation pray holy angel saint sunday_school bibel
      glaube priere oracion spirituality`,
  },
  'charity-and-community': {
    sure: `nonprofit non_profit charity fundraising donate_now volunteer_opportunity philanthropy humanitarian food_bank homeless_shelter
      foundation_grant ngo community_center rotary_club donor tax_deductible refugee_aid disaster_relief youth_organization united_way
      chamber_commerce lions_club gemeinnutzig ehrenamt spendenkonto verein_mitglied association_loi benevole dons_association
      sin_animo voluntariado fundacion onlus volontariato vrijwilligers stichting`,
    some: `donation donate volunteer community charitable cause_support outreach helping_people membership advocacy society_member spende
      neighborhood association_member civic grassroots verein`,
  },
} as const satisfies Seeds;
