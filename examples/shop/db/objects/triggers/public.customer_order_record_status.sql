create or replace trigger customer_order_record_status
after insert or update of status on public.customer_order
for each row
execute function public.record_order_status();
