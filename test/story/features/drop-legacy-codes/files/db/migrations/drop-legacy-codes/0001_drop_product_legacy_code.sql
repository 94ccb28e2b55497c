alter table public.product drop column legacy_code;
