import type { Seeds } from './seeds.ts';

/** Entertainment, arts, letters and pastimes. */
export const cultureWords = {
  'video-games': {
    sure: `video_game videogame gameplay playstation xbox nintendo esports gamer multiplayer steam_game game_developer minecraft fortnite
      pokemon zelda role_playing mmorpg first_person speedrun game_console game_studio battle_royale roblox game_mod indie_game
      league_legend call_duty videospiel computerspiel jeu_video jeux_video videojuego videogiochi videogioco`,
    some: `gaming game level_up console dlc quest_game walkthrough cheat_code pc_game mobile_game arcade retro_game twitch loot
      player_character spielkonsole`,
  },
  'film-and-television': {
    sure: `movie film_festival filmmaker tv_show tv_series television_series netflix streaming_service hulu box_office cinema screenplay
      documentary_film film_director watch_movie watch_tv watch_online stream_movie episode season_episode sitcom anime disney_plus amazon_prime
      prime_video hbo_max hbo imdb trailer movie_theater cinematography animated_film bollywood hollywood soap_opera tv_channel
      live_tv free_movie movie_tv live_streaming video_streaming video_demand original_series fernsehserie spielfilm kinofilm kinoprogramm
      serie_tv series_television cinema_film pelicula peliculas telenovela estreno film_serie bioscoop`,
    some: `film cinema_ticket watch stream streaming tv television series actor actress director scene screenwriter season thriller
      comedy drama horror_film subtitle channel broadcast show premiere roku chromecast subscription_stream on_demand kids_show
      fernsehen kino televisie televisione schauspieler cineaste animation binge`,
  },
  music: {
    sure: `album_release musician songwriter guitarist drummer concert_tour music_video record_label hip_hop jazz orchestra symphony
      opera_house spotify soundtrack playlist vinyl_record band_member rapper discography choir_music music_festival lyric piano
      guitar violin saxophone trumpet bassist drum_kit mixtape remix dj_set house_music techno_music heavy_metal punk_rock indie_rock
      classical_music chamber_music music_school music_lesson podcast_music karaoke synthesizer audio_plugin musiker konzert orchester
      klavier gitarre schallplatte musicien chanson orchestre concierto cancion musico orquesta guitarra cantante cantautore canzone
      musica_classica muziek muzikant musique`,
    some: `music song album band concert singer melody chord gig vocal tune audio soundcloud artist_music musical rock_band dance_music
      tour_date musik musica lied ticket_concert`,
  },
  celebrities: {
    sure: `celebrity celebrity_gossip gossip red_carpet paparazzi reality_star royal_family kardashian pop_star pop_culture taylor_swift
      prince_harry celebrity_news fan_club fandom showbiz prominente klatsch people_magazine famosos farandula gossip_news`,
    some: `celeb star_sign viral_video meme cosplay idol glamour fan_art comic_con celebrities stars promi vip famoso`,
  },
  'books-and-literature': {
    sure: `novel novelist paperback hardcover bestseller fiction_book science_fiction fantasy_novel book_review poetry poet literary
      literature author_book short_story publisher_book bookstore bookshop audiobook ebook library_book manuscript anthology writer_workshop
      reading_list book_club children_book comic_book graphic_novel memoir nonfiction isbn public_library literatur roman_buch schriftsteller
      buchhandlung bucherei lyrik litterature romancier librairie bibliotheque poesie literatura novela escritor libreria_libro biblioteca
      letteratura romanzo scrittore boekhandel uitgeverij`,
    some: `book author writer writing chapter reader publishing publish_book library storytelling character_plot poem essay kindle
      goodreads buch bucher livre libro boek verlag editions`,
  },
  'art-and-design': {
    sure: `art_gallery painter painting sculpture sculptor oil_painting watercolor contemporary_art fine_art art_exhibition art_museum
      illustrator illustration graphic_design graphic_designer typography logo_design ceramics pottery printmaking art_history mural
      art_director calligraphy sketchbook digital_art modern_art kunstler gemalde kunstgalerie bildhauer grafikdesign kunstausstellung
      peinture sculpteur galerie_art graphisme pintura escultura galeria_arte diseno_grafico pittura scultura galleria_arte schilderij
      beeldende_kunst`,
    some: `art artist gallery exhibition drawing canvas designer artwork portrait_painting creative_studio museum curator sketch poster
      photoshop illustrator_tool artistic kunst arte ausstellung exposition font`,
  },
  photography: {
    sure: `photography photographer photo_gallery wedding_photographer portrait_photography landscape_photography stock_photo photo_shoot
      camera_lens dslr mirrorless lightroom aperture shutter_speed canon_eos nikon fujifilm photo_studio photojournalist wildlife_photography
      photo_editing royalty_free black_white photo_print film_camera photo_contest image_print photograph_portrait fine_print astrophotography street_photography
      headshot photographic fotografie fotograf hochzeitsfotograf photographe photographie fotografia fotografo fotograaf`,
    some: `photo photograph camera lens portrait portfolio exposure shoot tripod picture image_gallery commercial_photo print_photo
      landscape image stock_image darkroom lighting_studio photoshop foto shot editorial_photo`,
  },
  'hobbies-and-crafts': {
    sure: `knitting crochet quilting sewing_pattern embroidery scrapbooking woodworking model_railway model_train board_game tabletop_game
      chess stamp_collecting coin_collecting collectible numismatic philately lego puzzle jigsaw origami diy_craft yarn craft_supplies
      miniature_painting amateur_radio ham_radio beekeeping astronomy_amateur handarbeit stricken hakeln nahen basteln modelleisenbahn
      briefmarken tricot crochet_modele loisirs_creatifs broderie manualidades ganchillo costura punto_cruz uncinetto maglia hobbybereich
      juguetes`,
    some: `craft hobby diy handmade sewing pattern_free fabric bead collector toy kit_model carving workshop_craft dungeon_dragon
      dice card_game homemade`,
  },
  'events-and-attractions': {
    sure: `theme_park amusement_park festival_ticket event_ticket event_planner event_venue museum_visit zoo aquarium tourist_attraction
      trade_show conference_venue convention_center box_office_ticket carnival fairground nightlife nightclub party_planning escape_room
      theatre_ticket broadway ballet circus visitor_center heritage_site castle_tour veranstaltung_tickets freizeitpark messehalle
      volksfest parc_attraction billetterie spectacle salon_professionnel parque_tematico entradas_concierto feria_internacional
      spettacolo evenementen`,
    some: `event festival ticket venue conference attraction exhibition_hall theatre show_ticket workshop_event fair parade
      celebration museum tour_guide keynote attendee speaker_conference veranstaltung evenement evento theater`,
  },
  gambling: {
    sure: `casino online_casino slot_machine poker roulette blackjack sportsbook sports_betting betting_odds jackpot bookmaker lottery
      baccarat free_spins bet_online gambling wager bingo_online betting_tips horse_betting spielautomat glucksspiel sportwetten
      jeux_argent paris_sportifs machine_sous apuestas apuestas_deportivas tragamonedas loteria scommesse gokken gokkast judi_online
      togel slot_gacor bahis`,
    some: `bet betting slot odds bonus_deposit gamble spins dealer_live bookie lotto wetten wagering_requirement`,
  },
} as const satisfies Seeds;
