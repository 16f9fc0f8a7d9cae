using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TeamDistribution : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "capacity",
                table: "teams",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "distribution",
                table: "teams",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "idle_minutes",
                table: "teams",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "last_given_at",
                table: "agent_teams",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "capacity",
                table: "teams");

            migrationBuilder.DropColumn(
                name: "distribution",
                table: "teams");

            migrationBuilder.DropColumn(
                name: "idle_minutes",
                table: "teams");

            migrationBuilder.DropColumn(
                name: "last_given_at",
                table: "agent_teams");
        }
    }
}
