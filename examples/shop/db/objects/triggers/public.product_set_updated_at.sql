create or replace trigger product_set_updated_at
before update on public.product
for each row
execute function public.set_updated_at();
