/**
 * Pages by which a site can be asked for a link, known by their paths alone. Patterns over URL keys (`com,example)/about/contact.html`)
 * in the syntax of RE2, where `(?i)` folds case, because the engine applies them to every captured page. A word must be a whole
 * segment of the path, an ending like `.html` aside; the query does not count.
 */

/** Ways to reach the people behind a site, in the languages the web uses most. */
export const contactPage = segment(
  'contact|contacts|contact[-_]?(?:us|me|form|page)|contactus|get-in-touch|kontakt|kontaktformular|impressum|imprint|nous-contacter|contacto|contactenos|contato|fale-conosco|contatti|contattaci|yhteystiedot',
);

/** Ways to hand something in: a listing, an article, an address. */
export const submissionPage = segment(
  'submit|submissions?|submit-[\\w-]+|(?:add|list|suggest|register)-(?:an?-|your-|my-)?(?:url|link|site|website|listing|business|company|event|resource)|add_?url|addlisting|write-for-us|guest-posts?|guest-post-[\\w-]+|contribute|become-a-(?:contributor|member)|advertise(?:-with-us)?',
);

function segment(words: string): string {
  return `(?i)\\)(?::\\d+)?/(?:[^?]*/)?(?:${words})(?:\\.\\w{1,5})?/?(?:\\?|$)`;
}
