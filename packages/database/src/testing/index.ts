export { startPostgres, type TestServer } from './postgres-server.ts'
export { byHand } from './by-hand.ts'
export { keepDatabases, type KeptDatabases } from './kept-databases.ts'
export { makeEmptyFolder } from './empty-folder.ts'
