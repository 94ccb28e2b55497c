-- Brings the words of one product up to date; a product that is not on sale is not found.
create or replace function public.refresh_product_search(product bigint)
returns void
language plpgsql
as $$
begin
  delete from public.product_search s where s.product_id = product;
  insert into public.product_search (product_id, document)
  select p.id, setweight(to_tsvector('simple', p.name), 'A') || setweight(to_tsvector('simple', p.description), 'B')
  from public.product p
  where p.id = product and p.status = 'active';
end
$$;
