using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "files_to_forget",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_files_to_forget", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "retention_plans",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    plan = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_plans", x => x.community_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_possible_match",
                table: "tickets",
                column: "possible_match_id",
                filter: "possible_match_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_ticket_id",
                table: "notices",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_no_message",
                table: "deliveries",
                column: "ticket_id",
                filter: "message_id IS NULL AND ticket_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "files_to_forget");

            migrationBuilder.DropTable(
                name: "retention_plans");

            migrationBuilder.DropIndex(
                name: "ix_tickets_possible_match",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_notices_ticket_id",
                table: "notices");

            migrationBuilder.DropIndex(
                name: "ix_deliveries_no_message",
                table: "deliveries");
        }
    }
}
