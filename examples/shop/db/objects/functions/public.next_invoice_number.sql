create or replace function public.next_invoice_number()
returns bigint
language sql
volatile
as $$
  select nextval('public.invoice_number_seq')
$$;
