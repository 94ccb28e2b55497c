drop table public.legacy_code;
