import type { Problem } from '../error.ts'
import { isBrokenReference, looksLikeVariable, parseEnvironmentVariable } from '../names/environment-variable.ts'
import { nearestName } from '../names/nearest-name.ts'
import type { EnvironmentOutline, Outline } from './outline.ts'
import type { YamlSource } from './yaml-source.ts'

/** Folders that lie in each other, databases that a check does not find, engines that cannot be known, keys and classes that contradict. */
export function checkReferences(outline: Outline, source: YamlSource): Problem[] {
  return [
    ...checkFolders(outline, source),
    ...outline.environments.flatMap((each) => [
      ...checkEngines(each, source),
      ...checkVerify(each, source),
      ...checkConfigKeys(each, source),
      ...checkClasses(each, source),
    ]),
  ]
}

function checkFolders({ folders }: Outline, source: YamlSource): Problem[] {
  return folders.flatMap(({ path, folder }, index) => {
    const other = folders.find(
      (each, at) => at !== index && (folder === each.folder ? at < index : `${folder}/`.startsWith(`${each.folder}/`)),
    )
    if (other === undefined) return []
    return [source.at(path, `'${folder}' lies in '${other.folder}'; each kind of file needs a folder of its own`)]
  })
}

function checkEngines({ databases }: EnvironmentOutline, source: YamlSource): Problem[] {
  return databases.flatMap(({ path, name, engine, url }) => {
    if (url === undefined || isBrokenReference(url)) return []
    if (parseEnvironmentVariable(url) !== undefined) {
      return engine === undefined
        ? [
            source.at(
              path,
              `'${name}' needs \`engine: postgres\` or \`engine: embedded\`, since its url is known only when it runs`,
            ),
          ]
        : []
    }
    if (looksLikeVariable(url)) {
      const hint = { hint: `did you mean 'env:${url}'? A folder of that name is written './${url}'` }
      return [source.at([...path, 'url'], `the url of '${name}' looks like the name of a variable`, hint)]
    }
    const literal = inferEngine(url)
    if (literal === 'postgres' && holdsPassword(url)) {
      const hint = { hint: 'write `url: env:NAME` and put the address into the secret of that name' }
      return [
        source.at([...path, 'url'], `the url of '${name}' holds a password, which whoever reads the repository reads`, hint),
      ]
    }
    return engine === undefined || engine === literal
      ? []
      : [source.at([...path, 'engine'], `\`engine\` is ${engine}, but the url is that of ${literal}`)]
  })
}

/** A literal url shows its engine: `postgres://` and `postgresql://`, else a folder. */
export function inferEngine(url: string): 'postgres' | 'embedded' {
  return /^postgres(ql)?:\/\//.test(url) ? 'postgres' : 'embedded'
}

/** Before the host or as a parameter, where libpq and pg look for it. */
function holdsPassword(url: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*:[^/?#]*@/.test(url) || /[?&]password=/.test(url)
}

function checkVerify({ databases, verify, name }: EnvironmentOutline, source: YamlSource): Problem[] {
  const names = databases.map((each) => each.name)
  return verify.flatMap(({ path, sql, database }) => {
    if (database !== undefined && !names.includes(database)) {
      const near = nearestName(database, names)
      const hint = near === undefined ? {} : { hint: `did you mean '${near}'?` }
      return [source.at([...path, 'database'], `'${name}' has no database '${database}'`, hint)]
    }
    if (sql && database === undefined && names.length !== 1)
      return [source.at(path, `must name its \`database\`: '${name}' has ${names.length}`)]
    return []
  })
}

/** SQL sees them in lower case, so two that differ in case only are one there. */
function checkConfigKeys({ configKeys, path }: EnvironmentOutline, source: YamlSource): Problem[] {
  return configKeys.flatMap((key, index) => {
    const first = configKeys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase())
    return first === undefined
      ? []
      : [source.at([...path, 'config'], `\`${key}\` differs from \`${first}\` only in case`, { key })]
  })
}

function checkClasses({ migrations }: EnvironmentOutline, source: YamlSource): Problem[] {
  return migrations.flatMap(({ path, allow, ask }) =>
    allow.filter((each) => ask.includes(each)).map((each) => source.at(path, `\`migrations\` both allows and asks for ${each}`)),
  )
}
