-- How a customer is addressed on invoices and in lists.
create or replace function public.customer_display_name(first_name text, last_name text, company text)
returns text
language sql
immutable
as $$
  select case when company is null then first_name || ' ' || last_name else company || ' (' || last_name || ')' end
$$;
