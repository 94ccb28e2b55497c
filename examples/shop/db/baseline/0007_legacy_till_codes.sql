-- The tills of the old shops knew products by a five digit code. Kept for the change-over of 2024.
alter table public.product add column legacy_code text;
create unique index product_legacy_code_unique on public.product (legacy_code) where legacy_code is not null;
comment on column public.product.legacy_code is 'Code of the tills that were switched off in 2024.';

create table public.legacy_code (
  code text not null,
  till text not null,
  product_id bigint not null,
  imported_on date not null,
  constraint legacy_code_pk primary key (code, till),
  constraint legacy_code_product_fk foreign key (product_id) references public.product (id)
);
comment on table public.legacy_code is 'Which till used which code; written once, read until 2024.';
