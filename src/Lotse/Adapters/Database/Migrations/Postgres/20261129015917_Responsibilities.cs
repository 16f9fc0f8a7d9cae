using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
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
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "product_id",
                table: "tickets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "support_group_id",
                table: "tickets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "topic_id",
                table: "tickets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "needs_support_group",
                table: "communities",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    tickets = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    entered_by_id = table.Column<long>(type: "bigint", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "categories",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    mailbox_id = table.Column<long>(type: "bigint", nullable: true),
                    retired = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_categories", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "responsibilities",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    organisation_id = table.Column<long>(type: "bigint", nullable: true),
                    product_id = table.Column<long>(type: "bigint", nullable: true),
                    topic_id = table.Column<long>(type: "bigint", nullable: true),
                    mailbox_id = table.Column<long>(type: "bigint", nullable: true),
                    language = table.Column<string>(type: "text", nullable: true),
                    level = table.Column<int>(type: "integer", nullable: true),
                    holders = table.Column<string>(type: "text", nullable: false),
                    deputies = table.Column<string>(type: "text", nullable: false),
                    agreement_with_id = table.Column<long>(type: "bigint", nullable: true),
                    from = table.Column<long>(type: "bigint", nullable: true),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    support_group_id = table.Column<long>(type: "bigint", nullable: true),
                    note = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_responsibilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "stand_ins",
                columns: table => new
                {
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    deputies = table.Column<string>(type: "text", nullable: false),
                    weekly = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
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
