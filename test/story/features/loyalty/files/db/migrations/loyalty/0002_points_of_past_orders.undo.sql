delete from public.loyalty_entry where id > 0;
delete from public.loyalty_account where customer_id > 0;
