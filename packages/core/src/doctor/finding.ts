/** One line of `doctor`. `unseen`: this token may not look, so nothing is known. */
export interface DoctorFinding {
  /** What was looked at, such as `merge methods`. */
  check: string
  state: 'ok' | 'warning' | 'problem' | 'unseen'
  /** What is so, and for anything but ok why it matters. */
  what: string
  /** The exact line, setting or command that changes it. */
  change?: string
}

export function ok(check: string, what: string): DoctorFinding {
  return { check, state: 'ok', what }
}

export function warning(check: string, what: string, change: string): DoctorFinding {
  return { check, state: 'warning', what, change }
}

export function problem(check: string, what: string, change: string): DoctorFinding {
  return { check, state: 'problem', what, change }
}

export function unseen(check: string, what: string, change = 'Run it again with the token of an administrator.'): DoctorFinding {
  return { check, state: 'unseen', what, change }
}
