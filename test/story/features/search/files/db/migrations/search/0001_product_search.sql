create table public.product_search (
  product_id bigint not null,
  document tsvector not null,
  constraint product_search_pk primary key (product_id),
  constraint product_search_product_fk foreign key (product_id) references public.product (id)
);
comment on table public.product_search is 'Words of each product, kept by refresh_product_search().';
create index product_search_document_idx on public.product_search using gin (document);

insert into public.product_search (product_id, document)
select p.id, setweight(to_tsvector('simple', p.name), 'A') || setweight(to_tsvector('simple', p.description), 'B')
from public.product p
where p.status = 'active';
