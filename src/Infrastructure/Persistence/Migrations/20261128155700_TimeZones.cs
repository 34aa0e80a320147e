using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <summary>
    /// Dates of tasks are kept as they were given, with the instant in a column of its own: the instants of existing tasks stay instants.
    /// A user may have no time zone; existing users keep theirs.
    /// </summary>
    public partial class TimeZones : Migration
    {
        private const string AsText = "to_char({0} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "timezone",
                table: "users",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(255)",
                oldMaxLength: 255);

            // A database from before the baseline gets the checks after the migrations.
            migrationBuilder.Sql("alter table tasks drop constraint if exists ck_tasks_due_date");
            // Indexes and triggers follow the instants to their new columns.
            migrationBuilder.RenameColumn(name: "due_date", table: "tasks", newName: "due_at");
            migrationBuilder.RenameColumn(name: "start_date", table: "tasks", newName: "start_at");
            foreach (var column in new[] { "due_date", "start_date" })
            {
                migrationBuilder.AddColumn<string>(
                    name: column, table: "tasks", type: "character varying(27)", maxLength: 27, nullable: true);
            }

            migrationBuilder.Sql($"""
                update tasks set due_date = {string.Format(AsText, "due_at")}, start_date = {string.Format(AsText, "start_at")}
                where due_at is not null or start_at is not null;
                """);
            migrationBuilder.AddCheckConstraint(
                name: "ck_tasks_due_date",
                table: "tasks",
                sql: "(length(due_date) <> length(start_date) or due_date >= start_date)");

            // The time zone for which the instants of dates were computed.
            migrationBuilder.Sql("""
                create table organisation (
                    id boolean not null default true constraint pk_organisation primary key,
                    time_zone text not null,
                    constraint ck_organisation_id check (id));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop table organisation");
            migrationBuilder.DropCheckConstraint(name: "ck_tasks_due_date", table: "tasks");
            migrationBuilder.DropColumn(name: "due_date", table: "tasks");
            migrationBuilder.DropColumn(name: "start_date", table: "tasks");
            migrationBuilder.RenameColumn(name: "due_at", table: "tasks", newName: "due_date");
            migrationBuilder.RenameColumn(name: "start_at", table: "tasks", newName: "start_date");
            migrationBuilder.AddCheckConstraint(name: "ck_tasks_due_date", table: "tasks", sql: "due_date >= start_date");
            migrationBuilder.Sql("update users set timezone = 'UTC' where timezone is null");
            migrationBuilder.AlterColumn<string>(
                name: "timezone",
                table: "users",
                type: "character varying(255)",
                maxLength: 255,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(255)",
                oldMaxLength: 255,
                oldNullable: true);
        }
    }
}
