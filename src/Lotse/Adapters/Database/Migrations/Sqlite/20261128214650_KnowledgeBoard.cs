using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KnowledgeBoard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "case_form",
                table: "text_blocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "case_reason",
                table: "text_blocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "from_ticket_id",
                table: "text_blocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "published_at",
                table: "text_blocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "case_reason",
                table: "procedures",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "from_ticket_id",
                table: "procedures",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "published_at",
                table: "procedures",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "community_id",
                table: "hand_overs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("UPDATE hand_overs SET community_id = COALESCE((SELECT t.community_id FROM tickets AS t WHERE t.id = hand_overs.ticket_id), 0)");
            migrationBuilder.Sql("UPDATE text_blocks SET published_at = updated_at WHERE state = 2");
            migrationBuilder.Sql("UPDATE procedures SET published_at = updated_at WHERE state = 2");

            migrationBuilder.CreateTable(
                name: "knowledge_news",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    agent_id = table.Column<long>(type: "INTEGER", nullable: false),
                    text_block_id = table.Column<long>(type: "INTEGER", nullable: true),
                    procedure_id = table.Column<long>(type: "INTEGER", nullable: true),
                    by_agent_id = table.Column<long>(type: "INTEGER", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_knowledge_news", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_state_published_at",
                table: "text_blocks",
                columns: new[] { "state", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_procedures_state_updated_at",
                table: "procedures",
                columns: new[] { "state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "ix_hand_overs_community_id_id_form_reason_below_next_time",
                table: "hand_overs",
                columns: new[] { "community_id", "id", "form", "reason", "below_next_time" });

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_news_procedure_id_agent_id",
                table: "knowledge_news",
                columns: new[] { "procedure_id", "agent_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_news_text_block_id_agent_id",
                table: "knowledge_news",
                columns: new[] { "text_block_id", "agent_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_knowledge_news_unread",
                table: "knowledge_news",
                columns: new[] { "agent_id", "id" },
                filter: "read_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "knowledge_news");

            migrationBuilder.DropIndex(
                name: "ix_procedures_state_updated_at",
                table: "procedures");

            migrationBuilder.DropIndex(
                name: "ix_text_blocks_state_published_at",
                table: "text_blocks");

            migrationBuilder.DropIndex(
                name: "ix_hand_overs_community_id_id_form_reason_below_next_time",
                table: "hand_overs");

            migrationBuilder.DropColumn(
                name: "case_form",
                table: "text_blocks");

            migrationBuilder.DropColumn(
                name: "case_reason",
                table: "text_blocks");

            migrationBuilder.DropColumn(
                name: "from_ticket_id",
                table: "text_blocks");

            migrationBuilder.DropColumn(
                name: "published_at",
                table: "text_blocks");

            migrationBuilder.DropColumn(
                name: "case_reason",
                table: "procedures");

            migrationBuilder.DropColumn(
                name: "from_ticket_id",
                table: "procedures");

            migrationBuilder.DropColumn(
                name: "published_at",
                table: "procedures");

            migrationBuilder.DropColumn(
                name: "community_id",
                table: "hand_overs");
        }
    }
}
