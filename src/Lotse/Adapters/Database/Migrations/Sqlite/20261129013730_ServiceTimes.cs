using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ServiceTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "service_plans",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    plan = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_plans", x => x.community_id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_promises",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    run = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: true),
                    warn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    paused_since = table.Column<long>(type: "INTEGER", nullable: true),
                    left_milliseconds = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    warned_at = table.Column<long>(type: "INTEGER", nullable: true),
                    overdue_at = table.Column<long>(type: "INTEGER", nullable: true),
                    told_lead_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_promises", x => new { x.ticket_id, x.kind, x.run });
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_promises_next_at_ticket_id",
                table: "ticket_promises",
                columns: new[] { "next_at", "ticket_id" },
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "service_plans");

            migrationBuilder.DropTable(
                name: "ticket_promises");
        }
    }
}
