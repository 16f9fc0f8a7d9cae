using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Levels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "hand_over_accepted",
                table: "tickets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "hand_over_id",
                table: "tickets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "level_changes",
                table: "tickets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "level_since",
                table: "tickets",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // Until now no ticket has changed its level.
            migrationBuilder.Sql("UPDATE tickets SET level_since = created_at");

            migrationBuilder.CreateTable(
                name: "consultation_words",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    consultation_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consultation_words", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consultations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    level = table.Column<int>(type: "integer", nullable: true),
                    asked_id = table.Column<long>(type: "bigint", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consultations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hand_over_drafts",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    entered = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hand_over_drafts", x => x.ticket_id);
                });

            migrationBuilder.CreateTable(
                name: "hand_overs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    ticket_id = table.Column<long>(type: "bigint", nullable: false),
                    from_level = table.Column<int>(type: "integer", nullable: false),
                    to_level = table.Column<int>(type: "integer", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    tried = table.Column<string>(type: "text", nullable: false),
                    form = table.Column<string>(type: "text", nullable: false),
                    answers = table.Column<string>(type: "text", nullable: false),
                    emergency = table.Column<string>(type: "text", nullable: true),
                    team_before_id = table.Column<long>(type: "bigint", nullable: true),
                    assignee_before_id = table.Column<long>(type: "bigint", nullable: true),
                    outer_id = table.Column<long>(type: "bigint", nullable: true),
                    accepted_at = table.Column<long>(type: "bigint", nullable: true),
                    accepted_by_id = table.Column<long>(type: "bigint", nullable: true),
                    returned_at = table.Column<long>(type: "bigint", nullable: true),
                    returned_by_id = table.Column<long>(type: "bigint", nullable: true),
                    returned_with = table.Column<string>(type: "text", nullable: true),
                    below_next_time = table.Column<bool>(type: "boolean", nullable: true),
                    note_id = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hand_overs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "level_settings",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    levels = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_level_settings", x => x.community_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consultation_words_consultation_id_id",
                table: "consultation_words",
                columns: new[] { "consultation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consultations_asked",
                table: "consultations",
                columns: new[] { "asked_id", "id" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consultations_open",
                table: "consultations",
                columns: new[] { "level", "id" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consultations_ticket_id_id",
                table: "consultations",
                columns: new[] { "ticket_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_hand_overs_emergencies",
                table: "hand_overs",
                column: "id",
                filter: "emergency IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_hand_overs_ticket_id_id",
                table: "hand_overs",
                columns: new[] { "ticket_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "consultation_words");

            migrationBuilder.DropTable(
                name: "consultations");

            migrationBuilder.DropTable(
                name: "hand_over_drafts");

            migrationBuilder.DropTable(
                name: "hand_overs");

            migrationBuilder.DropTable(
                name: "level_settings");

            migrationBuilder.DropColumn(
                name: "hand_over_accepted",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "hand_over_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "level_changes",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "level_since",
                table: "tickets");
        }
    }
}
