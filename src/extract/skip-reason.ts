/**
 * Why a record of an archive gave no capture: every record (or row of a table) is used, skipped for one of these reasons, or reported as damage.
 * The sentence is what an ingest shows beside the count.
 */
export const skipReasons = {
  // by record type
  warcinfo: 'describes the archive itself',
  request: 'what the crawler asked, not what it was told',
  conversion: 'a rendering of a page (such as the text of a WET file), without its links',
  metadata: 'metadata of a crawler, not a WAT record',
  continuation: 'a later segment of a record that was cut into segments',
  unknown_type: 'a record type that is not read',

  // by what a record needs to be a capture
  no_address: 'the record names no address',
  not_a_page_address: 'the address is not http or https (dns:, urn:, ftp:, ...), or is too long',
  no_date: 'the record has no date that can be read',
  not_http: 'a response without an HTTP message',
  not_html: 'not an HTML page (an image, a PDF, a feed, ...)',

  // WAT
  malformed_json: 'the JSON of a WAT record cannot be read',
  not_wat: 'JSON metadata that is not a WAT envelope',
  wat_of_request: 'a WAT record that describes a request',
  wat_of_warcinfo: 'a WAT record that describes an archive',
  wat_of_metadata: 'a WAT record that describes metadata',
  wat_without_links: 'a WAT record of a page whose HTML was not read by its maker',

  // lists of edges
  inside_one_domain: 'an edge or link from a domain to itself; kept with --keep-internal',

  // exports
  names_no_source: 'a row of a table that does not say who links (anchors, linked pages)',
  no_source: 'no address or host stands where the linking page should',
  no_target: 'no address or host stands where the linked page should',
  mention: 'a mention without a link',
  open_quote: 'a quote is opened and never closed; the row counts up to the end of its line',
  stray_quote: 'a quote stands where none may',
  row_too_long: 'the row is longer than 4 MB',
  too_many_cells: 'the row has more cells than the table has columns',
  over_row_limit: 'a row behind the five millionth; split the file',
} as const;

export type SkipReason = keyof typeof skipReasons;
