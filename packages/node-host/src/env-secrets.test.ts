import { describe, expect, it } from 'vitest'
import { createEnvSecrets } from './env-secrets.ts'

describe('Secrets', () => {
  it('resolves env:NAME and leaves other values alone', () => {
    const secrets = createEnvSecrets({ DB: 'postgres://host/db' })
    expect(secrets.resolve({ main: 'env:DB', plain: 'folder' })).toEqual({ main: 'postgres://host/db', plain: 'folder' })
  })

  it('names all missing ones at once, the empty ones too', () => {
    const secrets = createEnvSecrets({ EMPTY: '' })
    expect(() => secrets.resolve({ a: 'env:ONE', b: 'env:EMPTY' })).toThrow(
      expect.objectContaining({ code: 'env-missing', message: expect.stringMatching(/env:ONE, env:EMPTY/) }),
    )
  })

  it('hands out every form of a secret for masking', () => {
    const seen: string[] = []
    createEnvSecrets({ DB: 'postgres://app:p%40ss@host/db' }, (value) => seen.push(value)).resolve({ main: 'env:DB' })
    expect(seen).toEqual(['postgres://app:p%40ss@host/db', 'p%40ss', 'p@ss'])
  })
})
