using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Problems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "inform_items",
                columns: table => new
                {
                    informing_id = table.Column<long>(type: "bigint", nullable: false),
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    seen = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<long>(type: "bigint", nullable: true),
                    customer = table.Column<string>(type: "text", nullable: true),
                    refusal = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inform_items", x => new { x.informing_id, x.ticket_id });
                });

            migrationBuilder.CreateTable(
                name: "informed_customers",
                columns: table => new
                {
                    informing_id = table.Column<long>(type: "bigint", nullable: false),
                    customer = table.Column<string>(type: "text", nullable: false),
                    ticket_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_informed_customers", x => new { x.informing_id, x.customer });
                });

            migrationBuilder.CreateTable(
                name: "informings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    problem_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    german = table.Column<string>(type: "text", nullable: false),
                    english = table.Column<string>(type: "text", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true),
                    stopped_at = table.Column<long>(type: "bigint", nullable: true),
                    undo_at = table.Column<long>(type: "bigint", nullable: true),
                    leased_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_informings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "problem_tickets",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    problem_id = table.Column<long>(type: "bigint", nullable: false),
                    contact_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_problem_tickets", x => x.ticket_id);
                });

            migrationBuilder.CreateTable(
                name: "problems",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    product = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    german = table.Column<string>(type: "text", nullable: false),
                    english = table.Column<string>(type: "text", nullable: false),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    customers = table.Column<int>(type: "integer", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    opened_by_id = table.Column<long>(type: "bigint", nullable: false),
                    solved_at = table.Column<long>(type: "bigint", nullable: true),
                    solved_by_id = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_problems", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_inform_items_informing_id_step_ticket_id",
                table: "inform_items",
                columns: new[] { "informing_id", "step", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_informings_problem_id_id",
                table: "informings",
                columns: new[] { "problem_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_informings_unfinished",
                table: "informings",
                column: "id",
                filter: "finished_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_problem_tickets_problem_id_contact_id",
                table: "problem_tickets",
                columns: new[] { "problem_id", "contact_id" });

            migrationBuilder.CreateIndex(
                name: "ix_problem_tickets_problem_id_ticket_id",
                table: "problem_tickets",
                columns: new[] { "problem_id", "ticket_id" });

            migrationBuilder.CreateIndex(
                name: "ix_problems_solved",
                table: "problems",
                columns: new[] { "community_id", "id" },
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_problems_unsolved",
                table: "problems",
                columns: new[] { "community_id", "id" },
                filter: "state < 2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "inform_items");

            migrationBuilder.DropTable(
                name: "informed_customers");

            migrationBuilder.DropTable(
                name: "informings");

            migrationBuilder.DropTable(
                name: "problem_tickets");

            migrationBuilder.DropTable(
                name: "problems");
        }
    }
}
