/** A consumer repository small enough for a fresh world at every kill point: three tables, one application file, two environments. */
export const repository = 'acme/small'
export const environments = ['integration', 'production'] as const
export type EnvironmentName = (typeof environments)[number]

export interface SmallFeature {
  branch: string
  package: string
  title: string
  files: ReadonlyMap<string, string>
}

export const branchOf: Record<EnvironmentName, string> = { integration: 'env/integration', production: 'main' }

const config = `version: 1
database: { migrations: db/migrations }
environments:
  integration:
    branch: env/integration
    auto-promote: true
    databases:
      main: { engine: postgres, url: env:INTEGRATION_DATABASE_URL, template: env:TEMPLATE_DATABASE }
    config: { DEPLOY_ROOT: env:DEPLOY_ROOT }
    deploy: ./ops/deploy.sh
    verify: &shakedown
      - sql: select not exists (select from public.product where price <= 0)
        database: main
      - command: ./ops/verify.sh
  production:
    branch: main
    after: [integration]
    databases:
      main: { engine: postgres, url: env:PRODUCTION_DATABASE_URL, template: env:TEMPLATE_DATABASE }
    config: { DEPLOY_ROOT: env:DEPLOY_ROOT }
    deploy: ./ops/deploy.sh
    verify: *shakedown
    lanes: { hotfix: { skip: [deployed] } }
    gates:
      - approvals: { count: 1, four-eyes: true }
`

const deploy = `#!/usr/bin/env bash
# Names the content that runs; an older fencing number changes nothing.
set -euo pipefail
place=$DEPLOY_ROOT/$STAGECOACH_ENVIRONMENT
mkdir -p "$place"
newest=$(cat "$place/fence" 2>/dev/null || echo 0)
if ((newest > STAGECOACH_FENCE)); then echo "refused: $STAGECOACH_FENCE is older than $newest" >&2; exit 3; fi
for name in fence content; do
  value=STAGECOACH_\${name^^}
  echo "\${!value}" >"$place/.$name.new"
  mv -f "$place/.$name.new" "$place/$name"
done
`

const verify = `#!/usr/bin/env bash
set -euo pipefail
[[ $(cat "$DEPLOY_ROOT/$STAGECOACH_ENVIRONMENT/content") == "$STAGECOACH_CONTENT" ]]
`

export const shopFiles: ReadonlyMap<string, string> = new Map([
  ['.github/stagecoach.yml', config],
  ['ops/deploy.sh', deploy],
  ['ops/verify.sh', verify],
  ['src/price-list.txt', 'cup\nplate\nspoon\n'],
])

/** The same shop with a release: what its build makes is stored before each merge, and deployed from there. */
export const releasingFiles: ReadonlyMap<string, string> = new Map([
  ...shopFiles,
  [
    '.github/stagecoach.yml',
    config.replace('environments:', 'release: { build: ./ops/build.sh, files: [dist/**] }\nenvironments:'),
  ],
  ['ops/build.sh', '#!/usr/bin/env bash\nset -euo pipefail\nmkdir -p dist\ncat src/*.txt >dist/price-list.txt\n'],
])

/** The same shop with an integration that may be thrown away. */
export const disposableFiles: ReadonlyMap<string, string> = new Map([
  ...shopFiles,
  ['.github/stagecoach.yml', config.replace('branch: env/integration\n', 'branch: env/integration\n    disposable: true\n')],
])

/** The same shop with an integration that may be thrown away, and is copied before migrations run. */
export const copyingFiles: ReadonlyMap<string, string> = new Map([
  ...shopFiles,
  [
    '.github/stagecoach.yml',
    config.replace('branch: env/integration\n', 'branch: env/integration\n    disposable: true\n    snapshot: true\n'),
  ],
])

/** The product's life before Stagecoach. */
export const baselineSql = `
  create table public.product (id integer primary key, name text not null unique, price numeric(10, 2) not null);
  create table public.customer (id integer primary key, name text not null);
  create table public.purchase (
    id integer primary key, customer_id integer not null references public.customer, product_id integer not null references public.product);
  insert into public.product values (1, 'cup', 12), (2, 'plate', 20);
  insert into public.customer values (1, 'Ada'), (2, 'Grace');
  insert into public.purchase values (1, 1, 1), (2, 2, 2);`

/** Rows that the template lacks: on them a discount fails its shakedown. */
export const ownRows: Record<EnvironmentName, string> = {
  integration: `insert into public.product values (3, 'spoon', 3);`,
  production: `insert into public.product values (3, 'spoon', 3);`,
}

function feature(name: string, title: string, files: Readonly<Record<string, string>>): SmallFeature {
  const folder = `db/migrations/${name}`
  const own = Object.entries(files).map(([path, text]): [string, string] => [
    path.includes('/') ? path : `${folder}/${path}`,
    text,
  ])
  return { branch: `feature/${name}`, package: name, title, files: new Map(own) }
}

/** Expands: a table, filled from what is there. */
export const labels = feature('labels', 'Labels on products', {
  'package.yml': 'requires: []\n',
  '0001_label.sql': 'create table public.label (product_id integer primary key references public.product, text text not null);\n',
  '0001_label.undo.sql': 'drop table public.label;\n',
  '0002_first_labels.sql': 'insert into public.label select id, upper(name) from public.product;\n',
  '0002_first_labels.undo.sql': 'delete from public.label;\n',
  'src/labels.txt': 'labels are printed in capitals\n',
})

/** Changes rows; where something costs 3, its price falls below nothing and the shakedown fails. Twice would be seen. */
export const discount = feature('discount', 'Everything costs five less', {
  'package.yml': 'requires: []\n',
  '0001_cheaper.sql': 'update public.product set price = price - 5;\n',
  '0001_cheaper.undo.sql': 'update public.product set price = price + 5;\n',
  'src/discount.txt': 'five less\n',
})

/** Changes rows in a way that the shakedown likes, and back again. */
export const surcharge = feature('surcharge', 'Everything costs one more', {
  'package.yml': 'requires: []\n',
  '0001_dearer.sql': 'update public.product set price = price + 1;\n',
  '0001_dearer.undo.sql': 'update public.product set price = price - 1;\n',
  'src/surcharge.txt': 'one more\n',
})

/** As `discount`, and nothing leads back but a copy. */
export const clearance = feature('clearance', 'Everything must go', {
  'package.yml': 'requires: []\n',
  '0001_cheaper.sql': 'update public.product set price = price - 5;\n',
  'src/clearance.txt': 'five less\n',
})

/** Changes rows, so that only its undo scripts lead back; they take a table along, with all that was written to it since. */
export const tickets = feature('tickets', 'Tickets cost one more', {
  'package.yml': 'requires: []\n',
  '0001_ticket.sql': 'create table public.ticket (id integer primary key, text text not null);\n',
  '0001_ticket.undo.sql': 'drop table public.ticket;\n',
  '0002_dearer.sql': 'update public.product set price = price + 1;\n',
  '0002_dearer.undo.sql': 'update public.product set price = price - 1;\n',
  'src/tickets.txt': 'one more\n',
})

/** Touches nothing that others touch. */
export const memos = feature('memos', 'Memos', {
  'package.yml': 'requires: []\n',
  '0001_memo.sql': 'create table public.memo (id integer primary key, text text not null);\n',
  'src/memos.txt': 'write it down\n',
})
