const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escapeHtml = (text) => String(text).replace(/[&<>"]/g, (character) => ENTITIES[character])

export const page = (title, body) =>
  [
    '<!doctype html>',
    '<html lang="en">',
    `<title>${escapeHtml(title)} - Shop</title>`,
    '<body>',
    ...body,
    '</body>',
    '</html>',
  ].join('\n')
