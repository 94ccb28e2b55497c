import { expect, test } from 'vitest'
import { apiUrlOf, parseRemoteUrl } from './remote-url.ts'

test.each([
  ['https://github.com/acme/shop.git', 'https://github.com/acme/shop.git', 'acme/shop', 'https://api.github.com', undefined],
  ['https://github.com/acme/shop', 'https://github.com/acme/shop', 'acme/shop', 'https://api.github.com', undefined],
  [
    'https://x-access-token:ghs_1%2B@github.com/acme/shop.git',
    'https://github.com/acme/shop.git',
    'acme/shop',
    'https://api.github.com',
    'ghs_1+',
  ],
  ['git@github.com:acme/shop.git', 'git@github.com:acme/shop.git', 'acme/shop', 'https://api.github.com', undefined],
  [
    'ssh://git@ssh.github.com:443/acme/my.shop.git',
    'ssh://git@ssh.github.com:443/acme/my.shop.git',
    'acme/my.shop',
    'https://api.github.com',
    undefined,
  ],
  ['https://acme.ghe.com/acme/shop', 'https://acme.ghe.com/acme/shop', 'acme/shop', 'https://api.acme.ghe.com', undefined],
  [
    'https://git.acme.example:8443/acme/shop',
    'https://git.acme.example:8443/acme/shop',
    'acme/shop',
    'https://git.acme.example:8443/api/v3',
    undefined,
  ],
  [
    'http://127.0.0.1:8080/acme/shop.git',
    'http://127.0.0.1:8080/acme/shop.git',
    'acme/shop',
    'http://127.0.0.1:8080/api/v3',
    undefined,
  ],
  ['/srv/git/acme/shop.git', '/srv/git/acme/shop.git', undefined, undefined, undefined],
  ['../shop.git', '../shop.git', undefined, undefined, undefined],
  [
    'https://gitlab.example/group/sub/shop.git',
    'https://gitlab.example/group/sub/shop.git',
    undefined,
    'https://gitlab.example/api/v3',
    undefined,
  ],
])('reads %s', (text, url, name, api, token) => {
  const remote = parseRemoteUrl(text)
  expect([remote.url, remote.name, apiUrlOf(remote), remote.token]).toEqual([url, name, api, token])
})
