import type { Seeds } from './seeds.ts';

/** Technology, media of communication and the web. */
export const technologyWords = {
  software: {
    sure: `programmer programming_language source_code open_source github gitlab javascript typescript python_3 compiler debugger
      refactoring codebase changelog middleware microservice kubernetes docker devops repository_git software_development software_engineer
      software_developer linux_kernel debian ubuntu postgresql mysql sqlite mongodb api_documentation command_line pull_request unit_test
      rest_api graphql golang rustlang java_programming php_framework nodejs npm_package regex stack_overflow hackathon
      softwareentwicklung programmierung quelltext quelloffen developpeur_web logiciel_libre programmation desarrollo_software programador
      software_libre sviluppo_software programmazione softwareontwikkeling programmeren programacao desenvolvedor`,
    some: `software developer programming coding code api sdk python java php ruby linux unix framework library_function database sql
      plugin repository git commit bug backend frontend algorithm deployment server_side script function_call syntax runtime package_manager
      release_notes entwickler logiciel desarrollador sviluppatore datenbank base_datos`,
  },
  'data-and-ai': {
    sure: `artificial_intelligence machine_learning deep_learning neural_network chatgpt large_language chatbot data_science data_scientist
      computer_vision natural_language reinforcement_learning generative_ai openai llm big_data data_mining data_warehouse
      business_intelligence predictive_analytics tensorflow pytorch robotics kunstliche_intelligenz maschinelles_lernen
      intelligence_artificielle apprentissage_automatique inteligencia_artificial aprendizaje_automatico intelligenza_artificiale
      kunstmatige_intelligentie`,
    some: `ai ml dataset analytics automation algorithm prediction_model robot embedding_model visualization dashboard statistics_data
      data_analysis transformer_model prompt_engineering inference`,
  },
  cybersecurity: {
    sure: `cybersecurity cyber_security malware ransomware phishing firewall antivirus hacker vulnerability_disclosure zero_day penetration_test
      infosec encryption data_breach botnet spyware exploit_code cve identity_theft two_factor password_manager cyberattack
      information_security network_security it_sicherheit cybersecurite ciberseguridad sicurezza_informatica`,
    some: `vulnerability hacked exploit threat_intelligence authentication vpn encrypted security_software hacking trojan virus_removal
      intrusion patch_security compliance_soc`,
  },
  electronics: {
    sure: `laptop motherboard graphics_card gpu cpu_processor solid_state ssd_drive computer_hardware raspberry_pi arduino microcontroller
      semiconductor oscilloscope circuit_board soldering gadget headphone earbuds smartwatch usb_cable hdmi televisions nvidia
      amd_ryzen intel_core home_theater hifi loudspeaker consumer_electronics unterhaltungselektronik grafikkarte elektronik ordinateur_portable
      electronique electronica elettronica portatil`,
    some: `processor hardware keyboard monitor_display printer router chip sensor battery_life bluetooth wireless desktop_pc ram_memory
      charger device_review tablet computer electronics gaming_pc overclocking camera_phone lautsprecher`,
  },
  'phones-and-telecom': {
    sure: `smartphone iphone android_phone mobile_phone cell_phone telecom telecommunications broadband fiber_internet sim_card mobile_app
      app_store google_play 5g_network voip_service prepaid_plan roaming samsung_galaxy pixel_phone phone_case ringtone mobile_operator
      mobilfunk glasfaser handytarif telefonie_mobile operateur_mobile telefonia operadora_movil`,
    some: `android ios mobile_device apps wifi network_coverage voip carrier bandwidth handset tariff_mobile sms handy telephone_mobile
      telefono_movil satellite_phone isp`,
  },
  'web-and-hosting': {
    sure: `web_hosting web_design website_builder domain_registration domain_name wordpress_theme wordpress_plugin webmaster web_developer
      shared_hosting vps_server dedicated_server cloud_hosting cpanel ssl_certificate dns_server responsive_design css_framework html_css
      web_agency webdesign landing_page joomla drupal ux_design user_interface webentwicklung webhosting hebergement_web creation_site
      diseno_web alojamiento_web sito_internet`,
    some: `wordpress hosting html css web_browser website_design template server cloud uptime cms theme_customization nameserver
      cdn favicon ecommerce_platform web_application accessibility_web agence_web`,
  },
  'social-networks': {
    sure: `social_network social_networking social_media instant_messaging messenger whatsapp facebook_messenger snapchat tiktok
      telegram_messenger chat_room group_chat video_chat direct_message friend_request online_dating dating_app meet_people newsfeed
      emoji hashtag follower influencer forum_member message_board discord_server microblogging mastodon livestream_chat
      voice_call video_call chat_friend friend_family message_friend soziales_netzwerk soziale_netzwerke reseau_social reseaux_sociaux
      red_social redes_sociales rete_sociale mensajeria messagerie_instantanee chatten`,
    some: `chat messaging messaging_app message friend follow_people profile_photo stay_connected connect_people community_people user_profile
      group_member post_photo share_photo share_moment conversation discord telegram signal_app skype viber wechat line_app reddit tumblr
      linkedin pinterest sticker status_update timeline notification dating single_people send_message private_message people_talk amis
      freunde amigos meetup`,
  },
  marketing: {
    sure: `digital_marketing search_engine seo backlink link_building content_marketing email_marketing affiliate_marketing marketing_agency
      advertising_agency ppc pay_per google_ads adwords keyword_research brand_awareness lead_generation copywriting public_relations
      marketing_strategy marketing_automation serp conversion_rate marketing_campaign online_marketing suchmaschinenoptimierung
      werbeagentur referencement_naturel agence_marketing mercadotecnia publicidad posicionamiento_web agenzia_pubblicitaria`,
    some: `marketing advertising campaign branding brand audience_targeting marketer advertiser ad_campaign newsletter_subscriber crm
      customer_acquisition conversion sponsorship press_release werbung publicite pubblicita market_research`,
  },
} as const satisfies Seeds;
