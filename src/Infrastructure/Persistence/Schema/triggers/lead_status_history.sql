create or replace trigger timeline_add after insert on lead_status_history referencing new table as added
    for each statement execute function timeline_status();
