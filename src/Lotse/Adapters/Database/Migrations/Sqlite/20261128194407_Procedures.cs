using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Procedures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "procedure_runs",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    procedure_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    agent_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    steps = table.Column<string>(type: "TEXT", nullable: false),
                    done = table.Column<string>(type: "TEXT", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    why = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "procedure_step_counts",
                columns: table => new
                {
                    procedure_id = table.Column<long>(type: "INTEGER", nullable: false),
                    step = table.Column<string>(type: "TEXT", nullable: false),
                    reached = table.Column<long>(type: "INTEGER", nullable: false),
                    left = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_step_counts", x => new { x.procedure_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "procedures",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: true),
                    german = table.Column<string>(type: "TEXT", nullable: false),
                    english = table.Column<string>(type: "TEXT", nullable: false),
                    form = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    owner_id = table.Column<long>(type: "INTEGER", nullable: true),
                    steps = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_by_id = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedures", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_runs_procedure_id_id",
                table: "procedure_runs",
                columns: new[] { "procedure_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_runs_ticket_id_id",
                table: "procedure_runs",
                columns: new[] { "ticket_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_procedures_community_id_id",
                table: "procedures",
                columns: new[] { "community_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "procedure_runs");

            migrationBuilder.DropTable(
                name: "procedure_step_counts");

            migrationBuilder.DropTable(
                name: "procedures");
        }
    }
}
