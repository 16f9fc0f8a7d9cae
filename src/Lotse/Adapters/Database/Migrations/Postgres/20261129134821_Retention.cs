using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndexConcurrently("ix_tickets_possible_match", "tickets", "possible_match_id", "possible_match_id IS NOT NULL");
            migrationBuilder.CreateIndexConcurrently("ix_notices_ticket_id", "notices", "ticket_id");
            migrationBuilder.CreateIndexConcurrently("ix_deliveries_no_message", "deliveries", "ticket_id", "message_id IS NULL AND ticket_id IS NOT NULL");

            migrationBuilder.CreateTable(
                name: "files_to_forget",
                columns: table => new
                {
                    sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_files_to_forget", x => x.sha256);
                });

            migrationBuilder.CreateTable(
                name: "retention_plans",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    plan = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retention_plans", x => x.community_id);
                });

            // Small ones that change with every save: cleaned after a few hundred changes, and with room in each page for the next version of a row.
            foreach (var hot in new[] { "sequences", "queue_counts", "settings" })
            {
                migrationBuilder.Sql($"ALTER TABLE {hot} SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000)");
            }
            // Large ones: a fifth of a million rows is too late. It takes a lock that neither reading nor writing waits for.
            foreach (var changing in new[] { "tickets", "deliveries", "outbox" })
            {
                migrationBuilder.Sql($"ALTER TABLE {changing} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)");
            }
            foreach (var growing in new[] { "journal", "messages" })
            {
                migrationBuilder.Sql($"ALTER TABLE {growing} SET (autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)");
            }
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
