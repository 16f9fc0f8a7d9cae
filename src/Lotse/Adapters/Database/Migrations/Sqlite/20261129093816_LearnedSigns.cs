using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LearnedSigns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "channel",
                table: "tickets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "spam_reasons",
                table: "tickets",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "spam_score",
                table: "tickets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // By which door older tickets came, the facts say by which they were opened; nearly all came by mail.
            foreach (var (door, channel) in new[] { ("agent", 1), ("api", 2), ("import", 3) })
            {
                migrationBuilder.Sql($"UPDATE tickets SET channel = {channel} WHERE id IN (SELECT ticket_id FROM journal WHERE kind = 'ticketOpened' AND data LIKE '%\"door\":\"{door}\"%')");
            }

            migrationBuilder.CreateTable(
                name: "corrections",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: true),
                    to = table.Column<long>(type: "INTEGER", nullable: true),
                    words = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corrections", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "sequences",
                columns: new[] { "name", "value" },
                values: new object[] { "learned", 1L });

            migrationBuilder.CreateIndex(
                name: "ix_corrections_community_id_kind_id",
                table: "corrections",
                columns: new[] { "community_id", "kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_corrections_ticket_id_kind",
                table: "corrections",
                columns: new[] { "ticket_id", "kind" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "corrections");

            migrationBuilder.DeleteData(
                table: "sequences",
                keyColumn: "name",
                keyValue: "learned");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "spam_reasons",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "spam_score",
                table: "tickets");
        }
    }
}
