using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Responsibilities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "acts_for_id",
                table: "tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "product_id",
                table: "tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "support_group_id",
                table: "tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "topic_id",
                table: "tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "needs_support_group",
                table: "communities",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    agent_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    tickets = table.Column<int>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    entered_by_id = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "categories",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    words = table.Column<string>(type: "TEXT", nullable: false),
                    mailbox_id = table.Column<long>(type: "INTEGER", nullable: true),
                    retired = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_categories", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "responsibilities",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    community_id = table.Column<long>(type: "INTEGER", nullable: false),
                    organisation_id = table.Column<long>(type: "INTEGER", nullable: true),
                    product_id = table.Column<long>(type: "INTEGER", nullable: true),
                    topic_id = table.Column<long>(type: "INTEGER", nullable: true),
                    mailbox_id = table.Column<long>(type: "INTEGER", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: true),
                    level = table.Column<int>(type: "INTEGER", nullable: true),
                    holders = table.Column<string>(type: "TEXT", nullable: false),
                    deputies = table.Column<string>(type: "TEXT", nullable: false),
                    agreement_with_id = table.Column<long>(type: "INTEGER", nullable: true),
                    from = table.Column<long>(type: "INTEGER", nullable: true),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    support_group_id = table.Column<long>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_responsibilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stand_ins",
                columns: table => new
                {
                    agent_id = table.Column<long>(type: "INTEGER", nullable: false),
                    deputies = table.Column<string>(type: "TEXT", nullable: false),
                    weekly = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stand_ins", x => x.agent_id);
                });

            migrationBuilder.InsertData(
                table: "sequences",
                columns: new[] { "name", "value" },
                values: new object[] { "who-acts", 1L });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_acts_for",
                table: "tickets",
                columns: new[] { "acts_for_id", "lane", "id" },
                filter: "acts_for_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_absences_agent_id_from",
                table: "absences",
                columns: new[] { "agent_id", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_categories_community_id_kind_name",
                table: "categories",
                columns: new[] { "community_id", "kind", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_responsibilities_community_id_id",
                table: "responsibilities",
                columns: new[] { "community_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropTable(
                name: "categories");

            migrationBuilder.DropTable(
                name: "responsibilities");

            migrationBuilder.DropTable(
                name: "stand_ins");

            migrationBuilder.DropIndex(
                name: "ix_tickets_acts_for",
                table: "tickets");

            migrationBuilder.DeleteData(
                table: "sequences",
                keyColumn: "name",
                keyValue: "who-acts");

            migrationBuilder.DropColumn(
                name: "acts_for_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "product_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "support_group_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "topic_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "needs_support_group",
                table: "communities");
        }
    }
}
