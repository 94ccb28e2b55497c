/** What `styleText` writes for our tones: on and off, no other sequence. */
const ours = `${String.fromCharCode(0x1b)}\\[(?:0|1|2|22|31|32|33|36|39)m`
/** Controls but for tab and line feed, and letters that turn the direction of what follows. */
const wild = '(?![\\t\\n])\\p{Cc}|[\\u202a-\\u202e\\u2066-\\u2069]'
const either = new RegExp(`(${ours})|${wild}`, 'gu')

/** Text as a terminal may have it: a name out of somebody's SQL cannot move the cursor, hide lines or set a title. */
export function tame(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(either, (_found, style: string | undefined) => style ?? '\ufffd')
}
