update public.loyalty_account a set points = 0
where not exists (select from public.loyalty_entry e where e.customer_id = a.customer_id);
