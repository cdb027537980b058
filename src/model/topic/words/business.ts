import type { Seeds } from './seeds.ts';

/** Trade, money, work and property. */
export const businessWords = {
  'business-services': {
    sure: `management_consulting consulting_firm business_consultant business_owner small_business startup_founder entrepreneur venture_capital
      human_resources supply_chain b2b_company corporate_governance business_strategy bookkeeping accounting_firm accountant payroll
      auditing outsourcing business_plan procurement_service chief_executive merger_acquisition private_equity coworking office_supplies
      business_coach unternehmensberatung steuerberater mittelstand existenzgrundung expert_comptable conseil_entreprise asesoria
      consultoria_empresarial emprendedor pymes commercialista consulenza_aziendale boekhouder contabilidade`,
    some: `consulting consultant corporate enterprise company_business b2b leadership management client_service business startup ceo
      investor stakeholder partnership workforce unternehmen entreprise empresa azienda bedrijf workflow`,
  },
  'industry-and-manufacturing': {
    sure: `manufacturer manufacturing machining cnc_machine injection_molding steel_fabrication welding industrial_equipment hydraulic
      pneumatic conveyor sheet_metal factory_automation machine_tool valve_pump bearing_gear casting_foundry extrusion packaging_machine
      chemical_supplier industrial_supplier precision_engineering mechanical_engineering stainless_steel aluminium_profile maschinenbau
      hersteller anlagenbau metallbau industriebetrieb usinage fabricant machine_outil metallurgie fabricante maquinaria_industrial
      acero_inoxidable produttore_macchine lavorazione_metalli machinebouw fabrikant`,
    some: `industrial factory engineering machinery equipment_supplier oem assembly_line alloy polymer coating pump compressor wholesale_supplier
      production_line quality_iso plastic_parts industrie industria steel`,
  },
  'transport-and-logistics': {
    sure: `freight shipping_company trucking logistics warehouse_distribution cargo courier customs_broker container_ship freight_forwarder
      moving_company removal_company railway rail_network public_transport bus_route airport_transfer taxi_service limousine fleet_management
      haulage parcel_delivery port_authority tram metro_station spedition nahverkehr bahnhof umzug_firma fahrplan transporteur
      demenagement chemin_fer transport_commun mudanzas transporte_carga ferrocarril trasporti traslochi spedizioni verhuisbedrijf
      openbaar_vervoer`,
    some: `transport transportation delivery shipping truck rail bus warehouse forwarding pallet port_harbor vessel ship train driver_truck
      taxi verkehr transporte trasporto`,
  },
  'personal-finance': {
    sure: `mortgage credit_card personal_loan payday_loan credit_score savings_account checking_account retirement_planning pension_fund interest_rate
      debt_consolidation financial_advisor financial_planning tax_refund online_banking bank_account student_debt credit_union budgeting
      wealth_management annuity refinance home_loan kreditkarte ratenkredit girokonto baufinanzierung altersvorsorge sparkasse
      credit_immobilier banque_ligne epargne_retraite prestamo hipoteca tarjeta_credito cuenta_bancaria mutuo prestito conto_corrente
      hypotheek lening emprestimo`,
    some: `bank loan credit debt banking finance saving budget lender borrower tax money financial payment_plan kredit banque banco banca
      income retirement`,
  },
  investing: {
    sure: `stock_market hedge_fund mutual_fund stock_exchange nasdaq wall_street dividend forex forex_trading bitcoin cryptocurrency ethereum
      blockchain crypto_exchange defi nft_collection day_trading portfolio_management commodity_trading gold_price bond_yield securities_exchange
      etf_fund shareholder earnings_report asset_management bull_market altcoin crypto_wallet aktien borse aktienkurs geldanlage
      kryptowahrung wertpapier bourse_paris placement_financier cryptomonnaie bolsa_valores inversion criptomonedas acciones_bolsa
      borsa_italiana investimenti criptovalute beleggen aandelen`,
    some: `investor investment stock trading trader market_price equity portfolio_stock asset shares broker bond crypto token fund capital
      inflation financial_market economist economy hedge investir`,
  },
  insurance: {
    sure: `insurance_company life_insurance car_insurance auto_insurance health_insurance home_insurance insurance_policy insurance_broker
      insurance_quote underwriting policyholder insurance_agent travel_insurance liability_insurance reinsurance medicare insurance_claim
      versicherung krankenversicherung lebensversicherung haftpflicht assurance_vie assurance_auto mutuelle_sante seguro_coche
      seguro_vida aseguradora assicurazione assicurazioni verzekering seguros`,
    some: `insurance premium_coverage deductible insurer insured policy_coverage actuary assurance seguro claim_adjuster`,
  },
  'real-estate': {
    sure: `real_estate realtor property_management home_buyer house_sale property_sale apartment_rent condo_sale rental_property open_house
      mls_listing landlord tenant_lease commercial_property square_feet bedroom_bathroom estate_agent letting_agent property_developer homes_sale
      townhouse foreclosure zillow immobilien immobilienmakler eigentumswohnung mietwohnung grundstuck_kaufen agence_immobiliere
      appartement_louer immobilier inmobiliaria piso_venta alquiler_piso bienes_raices agenzia_immobiliare casa_vendita appartamento
      makelaar huurwoning imobiliaria imoveis`,
    some: `property realty apartment condo lease listing_agent rent bedroom landlord_tenant homeowner residential broker_property wohnung
      housing appraisal logement vivienda`,
  },
  careers: {
    sure: `job_search job_opening job_vacancy job_seeker resume_writing cover_letter recruiter recruitment_agency staffing_agency hiring_manager
      career_advice job_interview job_board apply_job employment_agency internship part_time_job full_time_job salary_range temp_agency
      headhunter job_listing career_opportunity stellenangebote jobborse bewerbung_lebenslauf stellenanzeige offre_emploi recrutement
      lettre_motivation curriculum_vitae ofertas_empleo bolsa_trabajo offerte_lavoro lavoro_ricerca vacature vacatures vagas_emprego`,
    some: `job career employment recruitment hiring vacancy resume candidate employer salary workplace staffing karriere emploi empleo
      lavoro jobs recruiting`,
  },
  shopping: {
    sure: `online_shop online_store coupon_code promo_code discount_code free_shipping gift_card shopping_cart add_cart black_friday best_price
      price_comparison marketplace_seller daily_deal clearance_sale gift_idea department_store shopping_mall return_policy cashback voucher
      flash_sale supermarket grocery_store wholesale_price onlineshop gutschein versandkostenfrei einkaufszentrum code_promo boutique_ligne
      livraison_gratuite tienda_online cupon_descuento envio_gratis carrito_compra negozio_online codice_sconto spedizione_gratuita
      winkelwagen webwinkel kortingscode loja_online`,
    some: `shop store coupon discount deal cart checkout_price retailer retail gift bargain sale_price shopping ebay amazon_price
      product_review warenkorb panier tienda negozio winkel customer_review`,
  },
  agriculture: {
    sure: `agriculture agricultural farmer crop_yield livestock cattle dairy_farm poultry tractor irrigation fertilizer pesticide agronomy organic_farming
      grain_harvest soybean wheat_field corn_crop beef_cattle sheep_farm farm_equipment orchard_fruit aquaculture horticulture_industry
      landwirtschaft landwirt bauernhof ackerbau viehzucht agriculteur elevage_bovin exploitation_agricole agricultura ganaderia agricultor
      cultivo agricoltura allevamento landbouw veeteelt pecuaria`,
    some: `farm farming crop harvest soil seed ranch barn grain rural feed_animal agrar hay`,
  },
} as const satisfies Seeds;
