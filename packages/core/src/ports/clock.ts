/** Time comes from the `Date` header of the API in use; nothing else decides what time it is. */
export interface Clock {
  now(): Date
}
