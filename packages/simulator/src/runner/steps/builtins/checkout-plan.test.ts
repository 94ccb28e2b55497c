import { expect, test } from 'vitest'
import { planCheckout } from './checkout-plan.ts'

const sha = 'a'.repeat(40)
const own = { own: true, ref: 'refs/heads/env/qa', sha }

test('takes the commit of the event under the name of its branch, one commit deep', () => {
  expect(planCheckout({}, own)).toEqual({
    fetches: [['--no-tags', '--depth=1', 'origin', `+${sha}:refs/remotes/origin/env/qa`]],
    candidates: [{ branch: 'env/qa', commit: 'refs/remotes/origin/env/qa' }],
    ref: 'refs/heads/env/qa',
  })
})

test('fetch-depth 0 brings all branches and tags, and still the commit of the event', () => {
  const all = ['--no-tags', 'origin', '+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']
  expect(planCheckout({ 'fetch-depth': '0' }, own).fetches).toEqual([
    all,
    ['--no-tags', 'origin', `+${sha}:refs/remotes/origin/env/qa`],
  ])
})

test.each([
  ['a pull request is detached', {}, { ...own, ref: 'refs/pull/3/merge' }, [{ commit: 'refs/remotes/pull/3/merge' }]],
  ['a commit is detached', { ref: sha }, own, [{ commit: sha }]],
  ['a name may be branch or tag', { ref: 'v1' }, own, [{ branch: 'v1', commit: 'refs/remotes/origin/v1' }, { commit: 'refs/tags/v1' }]],
  ['another repository gives its HEAD', {}, { ...own, own: false }, [{ commit: 'refs/remotes/origin/HEAD' }]],
])('%s', (_, inputs, defaults, candidates) => {
  expect(planCheckout(inputs, defaults).candidates).toEqual(candidates)
}) // prettier-ignore

test('a filter is handed on', () => {
  expect(planCheckout({ filter: 'blob:none' }, own).fetches[0]).toContain('--filter=blob:none')
})
