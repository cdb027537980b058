import type { Seeds } from './seeds.ts';

/** Health, home, food, travel, sport and looks. */
export const lifeWords = {
  medicine: {
    sure: `physician surgeon hospital patient_care clinical_trial diagnosis chemotherapy cardiology oncology pediatric dermatology orthopedic
      radiology medication prescription_drug pharmacy pharmaceutical diabetes hypertension vaccination infectious_disease cancer_treatment
      medical_center health_care healthcare nursing_home nurse_practitioner chiropractor physical_therapy physiotherapy urgent_care
      gynecology urology ophthalmology hearing_aid plastic_surgery fertility_clinic stroke_rehabilitation viagra cialis krankenhaus
      arztpraxis facharzt apotheke klinik chirurgie medecin hopital pharmacie_ligne cabinet_medical maladie clinica_medica farmacia
      hospital_general enfermedad medico_familia ospedale farmacia_online medico_chirurgo ziekenhuis huisarts apotheek saude_clinica`,
    some: `doctor patient medical medicine health clinic disease symptom treatment surgery therapy nurse drug cancer vaccine virus
      pain infection blood chronic arzt sante salud salute gesundheit gezondheid clinica`,
  },
  dentistry: {
    sure: `dentist dental dental_implant orthodontist orthodontic teeth_whitening root_canal dental_clinic denture cosmetic_dentistry
      invisalign tooth_extraction periodontal oral_surgery dental_hygienist pediatric_dentist braces zahnarzt zahnarztpraxis zahnimplantate
      kieferorthopade dentiste implant_dentaire orthodontie dentista implantes_dentales ortodoncia clinica_dental studio_dentistico
      ortodonzia tandarts ortodontia`,
    some: `tooth teeth gum_disease smile_makeover oral_health cavity dental_care crown_bridge zahn dentaire`,
  },
  'mental-health': {
    sure: `mental_health psychologist psychotherapist psychotherapy psychiatry psychiatrist counseling_service cognitive_behavioral anxiety_disorder
      depression_anxiety ptsd autism adhd bipolar_disorder addiction_treatment drug_rehab alcohol_rehab suicide_prevention couples_counseling
      marriage_counseling life_coach self_esteem mindfulness psychologie psychotherapie depressionen psychologue psychotherapeute
      psicologo psicologia ansiedad psicoterapia psicoterapeuta psycholoog`,
    some: `anxiety depression stress therapist counseling trauma addiction psychology emotional wellbeing counselor rehab grief burnout
      self_help psyche`,
  },
  'fitness-and-wellness': {
    sure: `workout gym_membership personal_trainer yoga pilates bodybuilding weight_loss crossfit cardio strength_training nutritionist
      dietary_supplement protein_powder keto_diet vitamin_supplement massage_therapy spa_treatment acupuncture homeopathy herbal_remedy
      essential_oil cbd_oil detox ayurveda reiki fat_burning calorie fitness_studio yogakurs abnehmen nahrungserganzung heilpraktiker
      wellnesshotel musculation perte_poids naturopathe salle_sport gimnasio adelgazar entrenamiento_personal palestra dimagrire
      integratori sportschool academia_ginastica`,
    some: `fitness exercise diet wellness nutrition muscle training_plan healthy massage spa supplement meditation organic trainer health_benefit
      sauna`,
  },
  'food-and-cooking': {
    sure: `recipe ingredient tablespoon teaspoon baking cookbook preheat_oven chicken_breast olive_oil garlic_clove vegan_recipe gluten_free
      dessert chocolate_cake pasta_sauce slow_cooker casserole sourdough bakery food_blog home_cooking culinary vegetarian cheese butter
      salad_dressing cookie_recipe barbecue grill_recipe rezept kochen backen zutaten recette_cuisine patisserie boulangerie ingredients_recette
      receta cocina_casera panaderia reposteria ricetta ricette cucina_italiana panificio recept koken receita culinaria`,
    some: `food cook cooking kitchen_recipe bake meal dinner breakfast lunch delicious flavor sauce soup salad cake chicken pasta sugar
      spice vegetable fruit meat rezepte cuisine cocina`,
  },
  'restaurants-and-bars': {
    sure: `restaurant takeaway pizzeria steakhouse sushi_bar brunch dine_in table_reservation catering_service food_truck bistro tavern
      seafood_restaurant gastropub diner chef_restaurant menu_dinner wine_list opentable fast_food burger_joint coffee_shop gasthaus
      gaststatte speisekarte brasserie carte_menu restaurante tapas_bar trattoria osteria ristorante eetcafe lanchonete`,
    some: `menu dining chef pizza burger grill bar cafe catering takeout reservation_table cuisine_restaurant pub gastronomy waiter
      sandwich`,
  },
  drinks: {
    sure: `winery vineyard wine_tasting craft_beer brewery brewing whisky whiskey distillery cocktail_recipe vodka bourbon champagne sommelier
      red_wine white_wine espresso coffee_bean roastery tea_leaf green_tea energy_drink juice_bar cider pinot_noir chardonnay weingut
      brauerei winzer brasserie_artisanale vignoble domaine_viticole bodega_vino cerveza_artesanal vinedo cantina_vini birrificio
      wijnhuis bierbrouwerij vinicola`,
    some: `wine beer cocktail coffee tea spirit_drink grape barrel ale lager rum gin drink wein bier vino cerveza birra`,
  },
  travel: {
    sure: `travel_guide travel_agency vacation_package tour_operator cheap_flight flight_booking airline tourism tourist cruise backpacking
      itinerary sightseeing safari honeymoon travel_blog road_trip city_break visa_travel beach_vacation island_hopping travel_tip
      tripadvisor airfare book_flight plan_trip travel_deal holiday_destination guided_tour day_trip passport_visa reiseburo urlaub
      reisefuhrer fluge ferienwohnung reiseziel voyage_organise agence_voyage vacances sejour_voyage vol_pas viajes_baratos agencia_viajes
      vacaciones turismo viaggio vacanze agenzia_viaggi reizen vakantie reisgids viagem passagens_aereas`,
    some: `travel trip vacation holiday destination flight tour traveler traveller beach island adventure airport booking explore city_guide
      resort luggage journey tropical visit reise voyage viaje viaggi car_rental`,
  },
  lodging: {
    sure: `hotel hotel_booking bed_breakfast guesthouse hostel airbnb vacation_rental holiday_cottage check_in_date room_rate boutique_hotel
      motel holiday_home self_catering serviced_apartment room_suite free_wifi_room ocean_view hotel_deal hotel_room holiday_park
      campsite glamping lodge_resort pension_zimmer ferienhaus unterkunft gastehaus chambre_hote gite_rural hotel_restaurant hebergement
      alojamiento casa_rural hostal agriturismo camere_hotel affittacamere vakantiehuis overnachting pousada`,
    some: `accommodation lodging resort suite guest_room villa inn stay_night cottage room_night check_out booking_room amenities hotels
      zimmer chambre`,
  },
  automotive: {
    sure: `car_dealer car_dealership used_car auto_repair auto_parts car_rental test_drive electric_vehicle hybrid_car horsepower transmission_repair
      brake_pad motorcycle toyota honda_civic ford_mustang bmw mercedes_benz volkswagen tesla_model audi porsche ferrari pickup_truck suv
      oil_change car_wash tire_shop car_detailing engine_oil auto_body windshield formula_car autohaus gebrauchtwagen kfz_werkstatt
      reifen automobil motorrad concessionnaire garage_automobile voiture_occasion pneu moto_occasion taller_mecanico coche_segunda
      concesionario neumaticos autofficina auto_usate concessionaria gomme autobedrijf oficina_mecanica`,
    some: `car vehicle auto engine automotive truck driver tire brake mileage diesel garage motor sedan convertible dealer wheel coche
      voiture autos`,
  },
  sports: {
    sure: `football_club soccer basketball baseball cricket_match tennis_tournament golf_course golf_club rugby ice_hockey nhl nba nfl mlb
      premier_league champions_league world_cup olympic olympics athlete quarterback goalkeeper striker playoff league_table marathon
      triathlon cycling_race swimming_club gymnastics martial_arts boxing_match ufc wrestling formula_1 nascar horse_racing sports_news
      badminton volleyball handball table_tennis skateboard surfing snowboard coach_team head_coach fantasy_football live_score
      transfer_news fussball bundesliga sportverein turnverein tennisclub equipe_football ligue_1 rugby_club club_sportif futbol
      baloncesto liga_espanola ciclismo calcio serie_a pallacanestro pallavolo voetbal voetbalclub futebol campeonato cricket ipl`,
    some: `sport team player match league coach tournament championship championship_game score goal club season_game fixture stadium
      football tennis golf hockey race racing running cup fan sporting champion final football_match training_camp injury game_win cycling
      swimming mannschaft sportif deporte sportivo ball odi wicket`,
  },
  'outdoor-recreation': {
    sure: `hiking_trail hiking camping_gear campground fishing_trip fly_fishing hunting_season rifle ammunition kayaking canoe rock_climbing
      mountaineering mountain_bike scuba_diving sailing_boat yacht ski_resort backcountry national_park trailhead tent_camping bushcraft
      birdwatching horseback_riding rv_park archery paddleboard wanderweg wandern angeln klettern segeln skigebiet bergsteigen
      randonnee_pedestre camping_car peche_mer escalade senderismo pesca_deportiva escalada montanismo escursionismo arrampicata
      wandelen zeilen vissen`,
    some: `outdoor trail camping fishing hunting climbing boat kayak mountain ski trek tent wilderness bike_ride lake river_trip paddle
      angler`,
  },
  pets: {
    sure: `veterinarian veterinary dog_breed puppy kitten pet_food dog_training animal_shelter pet_adoption pet_store dog_walker cat_litter
      animal_hospital pet_grooming dog_food aquarium_fish reptile_pet horse_riding equestrian stallion animal_rescue golden_retriever bulldog
      poodle kennel breeder_dog parrot hamster tierarzt hundeschule hundezucht katzen tierheim veterinaire chien_chat elevage_chien
      veterinario perros_gatos mascotas cachorro veterinaria_clinica cani_gatti allevamento_cani dierenarts hondenschool huisdieren`,
    some: `pet dog cat animal horse breed vet leash paw rabbit bird hund katze chien perro cane`,
  },
  'home-improvement': {
    sure: `plumber plumbing electrician roofing roofer hvac air_conditioning general_contractor home_renovation kitchen_remodel bathroom_remodel
      drywall flooring_installation hardwood_floor window_replacement garage_door water_heater drain_cleaning house_painting deck_builder
      concrete_contractor bricklayer carpenter carpentry insulation_installation gutter_cleaning pest_control locksmith house_cleaning
      home_builder tile_installation water_damage septic handyman scaffolding heating_cooling furnace_repair building_contractor
      handwerker sanitar heizungsbau dachdecker elektriker malerbetrieb tischlerei bauunternehmen schreinerei fliesenleger plombier
      plomberie electricien couvreur menuiserie serrurier renovation_maison chauffagiste fontanero electricista reformas_integrales
      cerrajero carpinteria idraulico elettricista ristrutturazione serramenti loodgieter dakdekker aannemer timmerman encanador`,
    some: `contractor renovation remodel repair_service roof drain leak pipe heating boiler flooring tile cabinet_maker installation
      construction builder paint_wall door window bathroom cleaning_service insulation concrete heizung bau chauffage reforma`,
  },
  'furniture-and-interior': {
    sure: `furniture interior_design interior_designer home_decor sofa mattress dining_table armchair bookshelf curtain_blind wallpaper
      rug_carpet upholstery bedding lamp_shade kitchen_cabinet countertop feng_shui scandinavian_design mobel einrichtung kuchenstudio
      polstermobel matratze inneneinrichtung meuble decoration_interieur canape matelas muebles decoracion_hogar colchon arredamento
      mobili_cucina divano meubelen interieur_ontwerp moveis`,
    some: `decor interior chair table_wood lighting_fixture bed couch cushion curtain shelf wood_finish room_decor homeware kitchen
      living_room design_home deko`,
  },
  gardening: {
    sure: `gardening gardener landscaping lawn_care garden_center perennial flower_bed seedling pruning compost houseplant greenhouse_plant
      florist flower_delivery bouquet tree_service tree_removal landscape_architect lawn_mower vegetable_garden mulch orchid rose_bush
      shrub garten gartenbau gartnerei pflanzen_garten baumschule blumenladen jardinage paysagiste pepiniere fleuriste jardineria vivero_plantas
      floristeria giardinaggio vivaio fiorista tuincentrum hovenier jardinagem`,
    some: `garden plant flower lawn tree yard bloom soil_plant seed_plant patio botanical fertilizer_lawn herb jardin giardino tuin blumen`,
  },
  fashion: {
    sure: `fashion_designer fashion_week clothing_brand womens_clothing menswear handbag sneaker jewelry jewellery necklace earring bracelet
      wedding_dress lingerie streetwear haute_couture tailor_suit denim_jean leather_jacket sunglasses wristwatch rolex louis_vuitton
      gucci chanel swimwear t_shirt footwear boutique_fashion fashion_blog modedesigner damenmode herrenmode schmuck kleidung
      pret_porter bijoux bijouterie chaussures_femme robe_mariee moda_mujer ropa_mujer joyeria zapatos abbigliamento gioielli scarpe
      kleding sieraden schoenen vestuario`,
    some: `fashion clothing dress shoe style_fashion outfit apparel wear jean jacket model_runway collection_fashion trend watch_brand accessory
      mode moda designer_bag ring_diamond textile`,
  },
  beauty: {
    sure: `skincare skin_care makeup cosmetic hair_salon hairdresser hairstyle nail_salon manicure moisturizer lipstick eyeshadow mascara perfume
      fragrance beauty_salon botox facial_treatment eyelash_extension barber tattoo waxing sunscreen shampoo hair_extension tanning
      friseur kosmetikstudio hautpflege nagelstudio parfum coiffeur salon_coiffure institut_beaute maquillage soin_visage peluqueria
      estetica_belleza maquillaje cosmeticos parrucchiere centro_estetico trucco kapper schoonheidssalon salao_beleza`,
    some: `beauty hair skin salon nail cosmetics facial acne stylist spa_beauty anti_aging piercing kosmetik beaute belleza bellezza`,
  },
  'family-and-relationships': {
    sure: `parenting toddler newborn pregnancy breastfeeding midwife baby_shower childcare daycare babysitter stepmother adoption_child wedding_planner
      wedding_venue bride_groom bridal engagement_ring marriage_advice relationship_advice divorce_parent nursery_baby stroller genealogy
      family_tree ancestry funeral_home funeral grandparent elternzeit schwangerschaft hochzeit kinderbetreuung hebamme kita grossesse
      mariage_invite creche_enfant bebe_naissance genealogie embarazo boda_novia guarderia maternidad gravidanza matrimonio_sposi
      neonato zwangerschap bruiloft kinderopvang gravidez casamento`,
    some: `baby parent mother father child kid family wedding marriage mom dad toddler_activity relationship birth bride teen kinder
      familie famille familia famiglia`,
  },
  adult: {
    sure: `porn pornstar xxx sex_video escort_service milf hentai sex_toy erotic nude_girl camgirl sex_cam blowjob hardcore_sex adult_video
      live_sex porno pornofilm sexkontakte erotik escort_girl plan_cul porno_gratis videos_porno donne_nude`,
    some: `sex nude erotica naked fetish lesbian_sex hot_girl nsfw escort`,
  },
} as const satisfies Seeds;
