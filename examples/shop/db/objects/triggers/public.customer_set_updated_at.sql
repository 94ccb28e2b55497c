create or replace trigger customer_set_updated_at
before update on public.customer
for each row
execute function public.set_updated_at();
