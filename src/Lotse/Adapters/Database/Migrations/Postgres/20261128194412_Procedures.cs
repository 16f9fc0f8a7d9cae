using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
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
                    id = table.Column<long>(type: "bigint", nullable: false),
                    procedure_id = table.Column<long>(type: "bigint", nullable: false),
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    steps = table.Column<string>(type: "text", nullable: false),
                    done = table.Column<string>(type: "text", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    why = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "procedure_step_counts",
                columns: table => new
                {
                    procedure_id = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    reached = table.Column<long>(type: "bigint", nullable: false),
                    left = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_step_counts", x => new { x.procedure_id, x.step });
                });

            migrationBuilder.CreateTable(
                name: "procedures",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: true),
                    german = table.Column<string>(type: "text", nullable: false),
                    english = table.Column<string>(type: "text", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    steps = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_by_id = table.Column<long>(type: "bigint", nullable: true)
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
