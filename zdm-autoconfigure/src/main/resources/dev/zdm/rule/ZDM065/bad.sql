alter type status add value 'lost';
alter type status add value if not exists 'lost' before 'done';
