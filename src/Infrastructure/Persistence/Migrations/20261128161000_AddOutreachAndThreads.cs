using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AddOutreachAndThreads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table outbox_messages add column failure text;");

            migrationBuilder.AddColumn<bool>(
                name: "do_not_call",
                table: "leads",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "do_not_contact",
                table: "leads",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "do_not_email",
                table: "leads",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "do_not_call",
                table: "contacts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "do_not_contact",
                table: "contacts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "do_not_email",
                table: "contacts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "content_html",
                table: "communications",
                type: "character varying(20000)",
                maxLength: 20000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "in_reply_to_id",
                table: "communications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "message_id",
                table: "communications",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_communications_message_id",
                table: "communications",
                sql: "message_id ~ '^[!-;=?A-~]+@[!-;=?A-~]+$'");

            migrationBuilder.AddForeignKey(
                name: "fk_communications_in_reply_to_id",
                table: "communications",
                column: "in_reply_to_id",
                principalTable: "communications",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table outbox_messages drop column failure;");

            migrationBuilder.DropForeignKey(
                name: "fk_communications_in_reply_to_id",
                table: "communications");

            migrationBuilder.DropCheckConstraint(
                name: "ck_communications_message_id",
                table: "communications");

            migrationBuilder.DropColumn(
                name: "do_not_call",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "do_not_contact",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "do_not_email",
                table: "leads");

            migrationBuilder.DropColumn(
                name: "do_not_call",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "do_not_contact",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "do_not_email",
                table: "contacts");

            migrationBuilder.DropColumn(
                name: "content_html",
                table: "communications");

            migrationBuilder.DropColumn(
                name: "in_reply_to_id",
                table: "communications");

            migrationBuilder.DropColumn(
                name: "message_id",
                table: "communications");
        }
    }
}
