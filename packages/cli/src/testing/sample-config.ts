/** Two stops without databases. */
export const sampleConfig = `version: 1
environments:
  integration:
    branch: env/integration
  production:
    branch: main
    after: [integration]
`
