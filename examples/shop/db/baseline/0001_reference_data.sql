-- Money, places and settings: everything else in the shop refers to these.
create table public.currency (
  code char(3) not null,
  name text not null,
  minor_unit smallint not null,
  constraint currency_pk primary key (code),
  constraint currency_code_is_upper check (code = upper(code)),
  constraint currency_minor_unit_range check (minor_unit between 0 and 4)
);
comment on table public.currency is 'Currencies the shop sells in (ISO 4217).';
comment on column public.currency.minor_unit is 'Digits after the decimal point.';

create table public.country (
  code char(2) not null,
  name text not null,
  currency_code char(3) not null,
  vat_rate numeric(5, 4) not null,
  constraint country_pk primary key (code),
  constraint country_name_unique unique (name),
  constraint country_currency_fk foreign key (currency_code) references public.currency (code),
  constraint country_vat_rate_range check (vat_rate >= 0 and vat_rate < 1)
);
comment on table public.country is 'Countries the shop delivers to.';

create table public.app_setting (
  key text not null,
  value text not null,
  changed_at timestamptz not null default now(),
  constraint app_setting_pk primary key (key)
);
comment on table public.app_setting is 'Switches that operations may change without a release.';
