const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const DAY = 86_400_000

export class CronProblem extends Error {
  readonly code = 'cron-invalid'
}

/** A five-field POSIX cron expression in UTC, as `on.schedule` takes it. */
export interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  matchesDay(date: Date): boolean
}

export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/)
  const [minute, hour, day, month, weekday] = fields
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) {
    throw new CronProblem(`"${text}" is not a cron expression: it needs five fields.`)
  }
  const days = readField(day, 1, 31)
  const months = readField(month, 1, 12, MONTHS, 1)
  const weekdays = new Set([...readField(weekday, 0, 7, DAYS)].map((number) => number % 7))
  // POSIX: when both day fields are restricted, either one is enough.
  const either = !day.startsWith('*') && !weekday.startsWith('*')
  return {
    minutes: readField(minute, 0, 59),
    hours: readField(hour, 0, 23),
    matchesDay(date) {
      const byDay = days.has(date.getUTCDate())
      const byWeekday = weekdays.has(date.getUTCDay())
      return months.has(date.getUTCMonth() + 1) && (either ? byDay || byWeekday : byDay && byWeekday)
    },
  }
}

function readField(field: string, low: number, high: number, names: readonly string[] = [], offset = 0): Set<number> {
  const chosen = new Set<number>()
  const number = (text: string): number => {
    const named = names.indexOf(text.toLowerCase())
    const value = named >= 0 ? named + offset : /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= low && value <= high)) throw new CronProblem(`"${text}" in a cron field must be ${low} to ${high}.`)
    return value
  }
  for (const item of field.split(',')) {
    const [range = '', step] = item.split('/')
    const [from = '', to] = range.split('-')
    const start = from === '*' ? low : number(from)
    const end = from === '*' ? high : to === undefined ? (step === undefined ? start : high) : number(to)
    const stride = step === undefined ? 1 : Number(step)
    if (!Number.isInteger(stride) || stride < 1 || end < start) throw new CronProblem(`"${item}" is not a cron field.`)
    for (let value = start; value <= end; value += stride) chosen.add(value)
  }
  return chosen
}

/** The first instant after `from` and not after `to`, or undefined. Looks no further than five years. */
export function nextInstant(cron: Cron, from: Date, to: Date): Date | undefined {
  const first = Math.floor(from.getTime() / 60_000) * 60_000 + 60_000
  const last = Math.min(to.getTime(), from.getTime() + 5 * 366 * DAY)
  for (let day = Math.floor(first / DAY) * DAY; day <= last; day += DAY) {
    if (!cron.matchesDay(new Date(day))) continue
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const instant = day + (hour * 60 + minute) * 60_000
        if (instant >= first && instant <= last) return new Date(instant)
      }
    }
  }
  return undefined
}
