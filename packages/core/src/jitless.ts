import { config } from 'zod'

// A parser generated for each schema pays only in processes that live long: reading a ledger of 324 records takes half as long without, and nothing needs `new Function`.
config({ jitless: true })
