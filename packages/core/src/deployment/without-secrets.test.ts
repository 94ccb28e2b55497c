import { describe, expect, it } from 'vitest'
import type { DatabaseConfig } from '../config/config.ts'
import { secretsIn, secretsOf, withoutSecrets } from './without-secrets.ts'

const variables: Record<string, string> = {
  DATABASE: 'postgres://shop:p%40ss-word@db.example/shop',
  TOKEN: 'tok-123456',
  PIN: '123',
  KEY: 'first-line\nsecond-line\n',
}
const secrets = {
  resolve: (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, value.startsWith('env:') ? (variables[value.slice(4)] ?? '') : value]),
    ),
}
const database = (url: string): Record<string, DatabaseConfig> => ({ main: { engine: 'postgres', url } })

/** The text after an environment with these settings printed it. */
const shown = (text: string, config: Record<string, string>, url = 'env:DATABASE') =>
  withoutSecrets(text, secretsOf({ secrets }, { config, databases: database(url) }))

describe('a text without secrets', () => {
  it.each([
    ['the url of its database', 'cannot reach postgres://shop:p%40ss-word@db.example/shop.', 'cannot reach ***.'],
    ['the password of that url', 'password p%40ss-word is wrong', 'password *** is wrong'],
    ['that password decoded', 'password p@ss-word is wrong', 'password *** is wrong'],
    ['a declared value, each time', 'tok-123456 and tok-123456', '*** and ***'],
    ['the last line of a key', 'second-line', '***'],
  ])('hides %s', (_what, text, hidden) => {
    expect(shown(text, { TOKEN: 'env:TOKEN', KEY: 'env:KEY' })).toBe(hidden)
  })

  it.each([
    ['a value that the configuration shows itself', 'flat rate', { RATE: 'flat rate' }],
    ['a value of three letters', '123 orders', { PIN: 'env:PIN' }],
  ])('leaves %s', (_what, text, config) => {
    expect(shown(text, config)).toBe(text)
  })

  it('hides the password of a url that stands in the configuration, and not the folder of an embedded database', () => {
    expect(shown('p@ss!', {}, 'postgres://shop:p%40ss!@db.example/shop')).toBe('***')
    expect(shown('/var/shop is full', {}, '/var/shop')).toBe('/var/shop is full')
  })

  it('hides of an address in the configuration its password alone, of one from a variable all', () => {
    const text = 'https://shop:s3cret@shop.example cannot be asked'
    const url = 'https://shop:s3cret@shop.example'
    expect(withoutSecrets(text, secretsIn(url, url))).toBe('https://shop:***@shop.example cannot be asked')
    expect(withoutSecrets(text, secretsIn('env:URL', url))).toBe('*** cannot be asked')
  })
})
