/** A git object id: 40 lower-case hexadecimal characters. */
export const oidPattern = /^[0-9a-f]{40}$/
export const digestPattern = /^[0-9a-f]{64}$/
export const operationPattern = /^[0-9a-f]{16}$/
