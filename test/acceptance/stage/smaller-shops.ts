import { parse, stringify } from 'yaml'

interface Configuration {
  release?: unknown
  environments: Record<string, { after?: string[]; deploy?: string; verify?: Record<string, unknown>[] }>
}

/** Changes the text of a configuration. */
export type Configure = (text: string) => string

/** Packages start in qa: for tests of one environment with a gate, to which one more before it would only add runs. */
export const startingInQa = edit(({ environments }) => {
  delete environments['integration']
  for (const { after } of Object.values(environments))
    after?.splice(0, after.length, ...after.filter((name) => name !== 'integration'))
})

/** The databases alone, without an application to build, deploy and look at. */
export const databasesOnly = edit((configuration) => {
  delete configuration.release
  for (const environment of Object.values(configuration.environments)) {
    delete environment.deploy
    environment.verify = environment.verify?.filter((check) => 'sql' in check) ?? []
  }
})

/** One after the other. */
export function all(...changes: readonly Configure[]): Configure {
  return (text) => changes.reduce((changed, change) => change(changed), text)
}

function edit(change: (configuration: Configuration) => void): Configure {
  return (text) => {
    // The shape is the sample's; what the product makes of the file is core's to test.
    const configuration = parse(text) as Configuration
    change(configuration)
    return stringify(configuration, { aliasDuplicateObjects: false })
  }
}
