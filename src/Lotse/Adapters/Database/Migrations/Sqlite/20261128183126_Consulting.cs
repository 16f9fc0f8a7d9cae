using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Consulting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_consultations_open",
                table: "consultations");

            migrationBuilder.AddColumn<long>(
                name: "since",
                table: "consultations",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "team_id",
                table: "consultations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_bouncing",
                table: "tickets",
                column: "id",
                filter: "level_changes > 2 AND lane = 0");

            migrationBuilder.CreateIndex(
                name: "ix_hand_overs_waiting",
                table: "hand_overs",
                columns: new[] { "to_level", "id" },
                filter: "accepted_at IS NULL AND returned_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consultations_asking",
                table: "consultations",
                columns: new[] { "agent_id", "id" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consultations_open",
                table: "consultations",
                columns: new[] { "team_id", "id" },
                filter: "closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tickets_bouncing",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_hand_overs_waiting",
                table: "hand_overs");

            migrationBuilder.DropIndex(
                name: "ix_consultations_asking",
                table: "consultations");

            migrationBuilder.DropIndex(
                name: "ix_consultations_open",
                table: "consultations");

            migrationBuilder.DropColumn(
                name: "since",
                table: "consultations");

            migrationBuilder.DropColumn(
                name: "team_id",
                table: "consultations");

            migrationBuilder.CreateIndex(
                name: "ix_consultations_open",
                table: "consultations",
                columns: new[] { "level", "id" },
                filter: "closed_at IS NULL");
        }
    }
}
