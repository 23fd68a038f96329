-- Run once by the superuser of docker-compose.yml's PostgreSQL, when its data is first made: the role that migrations
-- run as. It owns one database and may make roles; it is no superuser.
do $$
begin
  execute format('create role jatakk_owner login createrole password %L',
                 trim(both e'\n' from pg_read_file('/run/secrets/owner_database_password')));
end $$;
alter database jatakk owner to jatakk_owner;
