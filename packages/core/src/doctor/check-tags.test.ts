import { expect, it } from 'vitest'
import type { TagRule } from '../ports/forge-settings.ts'
import { checkTags } from './check-tags.ts'
import type { DoctorFacts } from './doctor-facts.ts'

/** What doctor says of tags under these rules. */
function look(...rules: TagRule[]): string {
  // Only what is looked at.
  const facts = { protectedTags: { seen: true, value: rules }, workflows: [] } as unknown as DoctorFacts
  return checkTags(facts)
    .map(({ state, change }) => `${state} ${change ?? ''}`)
    .join()
}

const rule = (include: string[], exclude: string[] = []): TagRule => ({ include, exclude })

it.each([
  ['both folders, in rules of their own', [rule(['refs/tags/package/**/*']), rule(['refs/tags/release/**/*'])]],
  ['all that is below them', [rule(['package/*/*', 'release/*'])]],
  ['every tag', [rule(['~ALL'])]],
  ['every name', [rule(['refs/tags/**/*'])]],
  ['every tag but those of the product', [rule(['~ALL'], ['refs/tags/v*'])]],
])('a rule for %s keeps the tags', (_what, rules) => {
  expect(look(...rules)).toMatch(/^ok /)
})

it.each([
  ['one folder only', [rule(['refs/tags/package/**/*'])], /release\/\*\*\/\*/],
  ['one part of a name, where packages have two', [rule(['refs/tags/package/*', 'refs/tags/release/*'])], /package\/\*\*\/\*/],
  ['one package', [rule(['refs/tags/package/gift-cards/*', 'refs/tags/release/*'])], /package/],
  ['names without a folder', [rule(['refs/tags/*'])], /package.*release/],
  ['every tag but those of packages', [rule(['~ALL'], ['refs/tags/package/**/*'])], /package/],
  ['two stars at the end, which stay within one part', [rule(['refs/tags/package/**', 'refs/tags/release/*'])], /package/],
  ['two stars alone', [rule(['refs/tags/**'])], /package.*release/],
  ['a choice in braces, which GitHub does not read', [rule(['refs/tags/{package,release}/**/*'])], /package.*release/],
  ['versions that begin with 1', [rule(['package/*/1.*', 'release/*'])], /package/],
  ['every tag but those of one name in any folder', [rule(['~ALL'], ['refs/tags/*/gift-cards/*'])], /package.*release/],
  ['every tag but those of one package', [rule(['~ALL'], ['refs/tags/package/gift-cards/*'])], /package/],
])('a rule for %s does not', (_what, rules, missing) => {
  expect(look(...rules)).toMatch(/^warning /)
  expect(look(...rules)).toMatch(missing)
})
