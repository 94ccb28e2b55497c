import type { StepCall } from '../run-process.ts'
import { downloadArtifact, uploadArtifact } from './artifacts.ts'
import { checkout } from './checkout.ts'
import { createAppToken } from './create-app-token.ts'

export interface BuiltinRequest {
  readonly call: StepCall
  /** By lower-case name, as given; defaults are the stand-in's business. */
  readonly inputs: Readonly<Record<string, string>>
}

/** A stand-in for a published action; answers whether the step succeeded. */
export type Builtin = (request: BuiltinRequest) => Promise<boolean>

/** Published actions that workflows can use offline, whatever ref they name. */
export const builtins: Readonly<Record<string, Builtin>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': uploadArtifact,
  'actions/download-artifact': downloadArtifact,
  'actions/create-github-app-token': createAppToken,
  'actions/setup-node': async ({ call, inputs }) => {
    call.output.line(
      `Stand-in: the node in PATH stays; asked for "${inputs['node-version'] ?? inputs['node-version-file'] ?? ''}".`,
    )
    call.outputs['node-version'] = process.version
    call.outputs['cache-hit'] = 'false'
    return true
  },
  'actions/cache': async ({ call, inputs }) => {
    call.output.line(`Cache not found for input keys: ${inputs['key'] ?? ''}`)
    call.outputs['cache-hit'] = ''
    return true
  },
}
